/**
 * The control page: faults, cache windows, hangars, wallets, and starting over.
 *
 * @module
 */
import { attempt, byId, call, element, formatCount, formatIsk, readCount, tell } from './api.js';

const faultForm = byId('fault-form');
const windowForm = byId('window-form');
const ownForm = byId('own-form');
let faults = [];

faultForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('fault-add'), () =>
    setFaults(
      [
        ...faults,
        {
          target: faultForm.target.value,
          route: faultForm.route.value || null,
          kind: faultForm.kind.value,
          percent: Number(faultForm.percent.value),
          delayMs: Number(faultForm.delay.value),
        },
      ],
      'The fault is set. It stays until it is cleared.',
    ),
  );
});
byId('fault-clear').addEventListener('click', ({ target }) =>
  attempt(target, () => setFaults([], 'No faults are set any more.')),
);
windowForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('window-save'), async () => {
    await call('PUT', '/control/api/cache-windows', {
      contractsMs: Number(windowForm.contracts.value) * 1_000,
      contractItemsMs: Number(windowForm.items.value) * 1_000,
      ordersMs: Number(windowForm.orders.value) * 1_000,
    });
    tell('The cache windows are set.', 'good');
  });
});
ownForm.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('hangar-save'), setHangar);
});
byId('wallet-save').addEventListener('click', ({ target }) => attempt(target, setWallet));
byId('sell').addEventListener('click', ({ target }) =>
  attempt(target, async () => {
    await call('POST', '/control/api/sell-character', {
      characterId: Number(byId('sell-pilot').value),
    });
    tell('The character has another owner now; its tokens are dead.', 'good');
  }),
);
byId('reset').addEventListener('click', ({ target }) =>
  attempt(target, async () => {
    await call('POST', '/control/api/reset', {});
    tell('The universe begins again. Contract ids go on counting.', 'good');
    await show();
  }),
);

await show();

async function show() {
  draw(await call('GET', '/control/api'));
}

async function setFaults(next, sentence) {
  draw(await call('PUT', '/control/api/faults', next));
  tell(sentence, 'good');
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

function draw(view) {
  faults = view.faults;
  byId('faults-empty').hidden = faults.length > 0;
  byId('faults').replaceChildren(
    ...faults.map((fault, index) => {
      const where = `${fault.target} ${fault.route ?? 'everywhere'}`;
      const clear = element(
        'button',
        {
          type: 'button',
          'aria-label': `Clear ${fault.kind} on ${where}`,
          onclick: ({ target }) =>
            attempt(target, () =>
              setFaults(
                faults.filter((_, other) => other !== index),
                'The fault is cleared.',
              ),
            ),
        },
        'Clear',
      );
      return element('li', {}, `${fault.kind} on ${where}, ${fault.percent} % of calls `, clear);
    }),
  );
  windowForm.contracts.value = view.cacheWindows.contractsMs / 1_000;
  windowForm.items.value = view.cacheWindows.contractItemsMs / 1_000;
  windowForm.orders.value = view.cacheWindows.ordersMs / 1_000;
}
