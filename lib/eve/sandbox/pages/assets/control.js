/**
 * The control page: faults, cache windows, hangars, wallets, roles, tokens, and starting over.
 *
 * @module
 */
import { attempt, byId, call, formatCount, formatIsk, readCount, tell } from './api.js';
import { renderFaults } from './faults.js';
import { renderMails, renderWindows } from './inbox.js';

const LOOK_EVERY_MS = 2_000;

const faultForm = byId('fault-form');
const scriptForm = byId('script-form');
const windowForm = byId('window-form');
const ownForm = byId('own-form');
const characterForm = byId('character-form');
let faults = [];
let roles = {};
const shown = new Map();

faultForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('fault-add'), () =>
    setFaults([...faults, readFault()], 'The fault is set. It goes off with the next call.'),
  );
});
byId('fault-clear').addEventListener('click', ({ target }) =>
  attempt(target, () => setFaults([], 'No faults are set any more.')),
);
scriptForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('script-save'), () => setFaults(readScript(), 'These faults are set.'));
});
windowForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('window-save'), async () => {
    await call('PUT', '/control/api/cache-windows', {
      contractsMs: Number(windowForm.contracts.value) * 1_000,
      contractItemsMs: Number(windowForm.items.value) * 1_000,
      ordersMs: Number(windowForm.orders.value) * 1_000,
      speed: Number(windowForm.speed.value),
    });
    tell('The cache windows are set.', 'good');
  });
});
ownForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('hangar-save'), setHangar);
});
byId('wallet-save').addEventListener('click', ({ target }) => attempt(target, setWallet));
characterForm.character.addEventListener('change', drawRoles);
characterForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('roles-save'), async () => {
    const ticked = [...characterForm.querySelectorAll('[name=role]:checked')];
    draw(
      await call('PUT', '/control/api/roles', {
        characterId: Number(characterForm.character.value),
        roles: ticked.map(({ value }) => value),
      }),
    );
    tell('The roles are set. ESI knows them at once.', 'good');
  });
});
byId('revoke').addEventListener('click', ({ target }) =>
  attempt(target, () => actOnCharacter('revoke-tokens', 'The refresh tokens are dead.')),
);
byId('sell').addEventListener('click', ({ target }) =>
  attempt(target, () =>
    actOnCharacter('sell-character', 'The character has another owner now; its tokens are dead.'),
  ),
);
byId('rotates').addEventListener('change', ({ target }) =>
  attempt(target, async () => {
    draw(await call('PUT', '/control/api/rotation', { rotatesTokens: target.checked }));
    tell(target.checked ? 'Refresh tokens change.' : 'Refresh tokens stay as they are.', 'good');
  }),
);
byId('reset').addEventListener('click', ({ target }) =>
  attempt(target, async () => {
    draw(await call('POST', '/control/api/reset', {}));
    tell('The universe begins again. Contract ids go on counting.', 'good');
  }),
);

const first = await call('GET', '/control/api');
draw(first);
windowForm.contracts.value = first.cacheWindows.contractsMs / 1_000;
windowForm.items.value = first.cacheWindows.contractItemsMs / 1_000;
windowForm.orders.value = first.cacheWindows.ordersMs / 1_000;
windowForm.speed.value = first.cacheWindows.speed;
// Steps of a script are used up, and mails come in, while the page is open.
setInterval(() => {
  call('GET', '/control/api')
    .then(draw)
    .catch(() => tell('The sandbox does not answer.', 'bad'));
}, LOOK_EVERY_MS);

async function setFaults(next, sentence) {
  draw(await call('PUT', '/control/api/faults', next));
  tell(sentence, 'good');
}

function readFault() {
  const count = faultForm.count.value;
  return {
    target: faultForm.target.value,
    route: faultForm.route.value || null,
    kind: faultForm.kind.value,
    percent: Number(faultForm.percent.value),
    count: count === '' ? null : Number(count),
    delayMs: Number(faultForm.delay.value),
    skewMs: Number(faultForm.skew.value) * 1_000,
  };
}

function readScript() {
  try {
    return JSON.parse(scriptForm.script.value);
  } catch {
    throw new Error('This is not JSON.');
  }
}

async function setHangar() {
  const name = ownForm.item.value;
  const [type, ...others] = await call('GET', `/game/api/types?name=${encodeURIComponent(name)}`);
  if (!type || others.length > 0) throw new Error(`"${name}" is not the exact name of an item.`);
  const quantity = readCount(ownForm.quantity.value);
  await call('PUT', '/game/api/hangar', {
    characterId: Number(ownForm.pilot.value),
    locationId: Number(ownForm.station.value),
    typeId: type.typeId,
    quantity,
  });
  tell(`${formatCount(quantity)} × ${type.name} in the hangar.`, 'good');
}

async function setWallet() {
  const { walletIsk } = await call('PUT', '/game/api/wallet', {
    characterId: Number(ownForm.pilot.value),
    balanceIsk: ownForm.balance.value,
  });
  tell(`${formatIsk(walletIsk)} ISK in the wallet.`, 'good');
}

async function actOnCharacter(command, sentence) {
  const characterId = Number(characterForm.character.value);
  await call('POST', `/control/api/${command}`, { characterId });
  tell(sentence, 'good');
}

/** Draws what changed, and only that: focus and what is typed stay. */
function draw(view) {
  ({ faults, roles } = view);
  if (hasChanged('faults', faults)) {
    renderFaults(faults, setFaults);
    const isTyping = document.activeElement === scriptForm.script;
    if (!isTyping) scriptForm.script.value = JSON.stringify(faults, null, 1);
  }
  if (hasChanged('mails', view.mails)) renderMails(view.mails);
  if (hasChanged('windows', view.windows)) renderWindows(view.windows);
  if (hasChanged('rotates', view.rotatesTokens)) byId('rotates').checked = view.rotatesTokens;
  if (hasChanged('roles', roles)) drawRoles();
}

function hasChanged(name, part) {
  const text = JSON.stringify(part);
  const isOther = shown.get(name) !== text;
  shown.set(name, text);
  return isOther;
}

function drawRoles() {
  const held = roles[characterForm.character.value] ?? [];
  for (const box of characterForm.querySelectorAll('[name=role]')) {
    box.checked = held.includes(box.value);
  }
}
