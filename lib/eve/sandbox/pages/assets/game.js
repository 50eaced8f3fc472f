/**
 * The game client: one pilot at a time, a contract to make, contracts to act on.
 *
 * @module
 */
import { attempt, byId, call, element, formatIsk, tell } from './api.js';
import { renderWorld } from './contracts.js';
import { readItems, setItems, startItems } from './items.js';

const LOOK_EVERY_MS = 2_000;

const form = byId('contract-form');
const pilot = byId('pilot');
let shown = '';

startItems();
pilot.addEventListener('change', () => {
  history.replaceState(null, '', `?pilot=${pilot.value}`);
  look().catch((error) => tell(error.message, 'bad'));
});
form.type.addEventListener('change', showFields);
byId('quote-form').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(event.submitter ?? byId('quote-fill'), fillFromQuote);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(byId('create'), createContract);
});

showFields();
await look();
if (byId('code').value) byId('quote-form').requestSubmit();
setInterval(() => {
  look().catch(() => tell('The sandbox does not answer.', 'bad'));
}, LOOK_EVERY_MS);

/** Reads what this pilot sees, and draws it only if it changed: focus stays where it is. */
async function look() {
  const pilotId = Number(pilot.value);
  const world = await call('GET', `/game/api/state?pilot=${pilotId}`);
  if (pilotId !== Number(pilot.value)) return;
  const { now: _, ...facts } = world;
  const text = JSON.stringify([pilotId, facts]);
  if (text === shown) return;
  shown = text;
  const me = world.pilots.find(({ characterId }) => characterId === pilotId);
  byId('wallet').textContent = formatIsk(me.walletIsk);
  byId('part').textContent = `${me.part}, ${me.corporationName}`;
  byId('portrait').src = `/images/characters/${pilotId}/portrait?size=64`;
  renderWorld(world, pilotId, look);
}

async function fillFromQuote() {
  const code = byId('code').value.trim();
  if (code === '') {
    tell('Type the code of a quote first.', 'bad');
    return;
  }
  const quote = await call('GET', `/game/api/quotes/${encodeURIComponent(code)}`);
  form.type.value = 'item_exchange';
  choose(form.receiver, quote.assigneeId, quote.assigneeName);
  choose(form.station, quote.locationId, quote.locationName ?? `#${quote.locationId}`);
  form.price.value = formatIsk(quote.priceIsk);
  form.reward.value = '0';
  form.collateral.value = '0';
  form.title.value = quote.title;
  form.expiration.value = nearestExpiration(quote.expirationDays);
  setItems(
    quote.items.map(({ typeId, name, quantity, blueprintCopy }) => ({
      typeId,
      name,
      quantity,
      isBlueprintCopy: blueprintCopy === true,
    })),
  );
  showFields();
  tell(`Filled in from ${quote.title}. Change what you like.`, 'good');
}

async function createContract() {
  const isCourier = form.type.value === 'courier';
  const made = await call('POST', '/game/api/contracts', {
    issuerId: Number(pilot.value),
    type: form.type.value,
    assigneeId: Number(form.receiver.value),
    isForCorporation: form.corporation.checked,
    locationId: Number(form.station.value),
    ...(isCourier && { endLocationId: Number(form.destination.value) }),
    ...(form.type.value === 'auction' && { buyoutIsk: form.buyout.value || '0' }),
    priceIsk: form.price.value || '0',
    rewardIsk: form.reward.value || '0',
    collateralIsk: form.collateral.value || '0',
    title: form.title.value,
    expirationDays: Number(form.expiration.value),
    items: readItems(),
    fillHangar: form.fill.checked,
  });
  const seconds = Math.ceil(made.shownWithinMs / 1_000);
  tell(`Contract ${made.contractId} created. ESI shows this in at most ${seconds} s.`, 'good');
  await look();
}

// A quote may name a receiver or a station that the sandbox does not list.
function choose(select, id, name) {
  const isListed = [...select.options].some(({ value }) => value === String(id));
  if (!isListed) select.append(element('option', { value: id }, name));
  select.value = String(id);
}

function nearestExpiration(days) {
  const offered = [...form.expiration.options].map(({ value }) => Number(value));
  return String(offered.findLast((offer) => offer <= days) ?? offered[0]);
}

function showFields() {
  byId('destination-field').hidden = form.type.value !== 'courier';
  byId('buyout-field').hidden = form.type.value !== 'auction';
}
