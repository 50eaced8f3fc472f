/**
 * The pilot's contracts, and the windows that the site opened.
 *
 * @module
 */
import { attempt, byId, call, element, formatCount, formatIsk, formatTime, tell } from './api.js';

const STATES = {
  outstanding: 'Outstanding',
  in_progress: 'In progress',
  finished: 'Finished',
  rejected: 'Rejected',
  failed: 'Failed',
};
const DONE = {
  accept: 'accepted',
  reject: 'rejected',
  delete: 'deleted',
  complete: 'delivered',
  bid: 'bid for',
};

/** Draws both lists. `act` is told when something changed. */
export function renderWorld({ contracts, openedWindows, contractsWindowMs }, pilotId, changed) {
  byId('contracts-empty').hidden = contracts.length > 0;
  byId('contracts-table').hidden = contracts.length === 0;
  const newest = openedWindows[0]?.contractId;
  byId('contracts').replaceChildren(
    ...contracts.map((one) =>
      renderContract(one, {
        pilotId,
        changed,
        contractsWindowMs,
        isOpened: one.contractId === newest,
      }),
    ),
  );
  byId('opened-empty').hidden = openedWindows.length > 0;
  byId('opened').replaceChildren(...openedWindows.map(renderOpened));
}

function renderContract(contract, options) {
  const { contractId, title } = contract;
  const given = contract.items.filter(({ isIncluded }) => isIncluded);
  const asked = contract.items.filter(({ isIncluded }) => !isIncluded);
  return element(
    'tr',
    { id: `contract-${contractId}`, class: options.isOpened ? 'opened' : '' },
    element('td', {}, title || 'No description', element('small', {}, `Contract ${contractId}`)),
    element(
      'td',
      {},
      contract.issuerName,
      element('small', {}, `to ${contract.assigneeName}, ${contract.startLocationName}`),
    ),
    element(
      'td',
      {},
      listItems(given),
      asked.length > 0
        ? element('small', { class: 'asked' }, `asks for ${listItems(asked)}`)
        : null,
    ),
    element('td', { class: 'number' }, formatIsk(contract.priceIsk), ...moneyBeside(contract)),
    element('td', {}, stateOf(contract), element('small', {}, datesOf(contract))),
    element('td', {}, element('div', { class: 'actions' }, ...buttonsOf(contract, options))),
  );
}

function buttonsOf(contract, { pilotId, changed, contractsWindowMs }) {
  const create = (verb, label, command = { fillHangar: true }) =>
    element(
      'button',
      {
        type: 'button',
        'aria-label': `${label} ${contract.title || 'contract'} (${contract.contractId})`,
        onclick: (event) =>
          attempt(event.target, async () => {
            const path = `/game/api/contracts/${contract.contractId}/${verb}`;
            await call('POST', path, { characterId: pilotId, ...command });
            const seconds = Math.ceil(contractsWindowMs / 1_000);
            tell(
              `Contract ${contract.contractId} ${DONE[verb]}. ESI shows this in at most ${seconds} s.`,
              'good',
            );
            await changed();
          }),
      },
      label,
    );
  return [
    contract.canBid
      ? create('bid', `Bid ${formatIsk(contract.nextBidIsk)}`, { amountIsk: contract.nextBidIsk })
      : null,
    contract.canAccept ? create('accept', 'Accept') : null,
    contract.canComplete ? create('complete', 'Deliver') : null,
    contract.canReject ? create('reject', 'Reject') : null,
    contract.canDelete ? create('delete', 'Delete') : null,
  ];
}

function renderOpened({ contractId, contract, openedAt }) {
  const name = contract?.title || `contract ${contractId}`;
  const what = contract
    ? `from ${contract.issuerName} for ${formatIsk(contract.priceIsk)} ISK`
    : 'which is gone';
  return element(
    'li',
    {},
    element('a', { href: `#contract-${contractId}` }, `Contract window: ${name}`),
    ` ${what}`,
    element('small', {}, `Contract ${contractId}, opened ${formatTime(openedAt)}`),
  );
}

function listItems(items) {
  const shown = items.slice(0, 4).map(({ name, quantity }) => `${formatCount(quantity)} × ${name}`);
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function moneyBeside({ rewardIsk, collateralIsk, buyoutIsk, highestBidIsk }) {
  return [
    ['pays', rewardIsk],
    ['collateral', collateralIsk],
    ['bid', highestBidIsk],
    ['buyout', buyoutIsk],
  ]
    .filter(([, isk]) => isk !== null && isk !== '0.00')
    .map(([word, isk]) => element('small', {}, `${word} ${formatIsk(isk)}`));
}

function stateOf({ status, hasRunOut }) {
  return hasRunOut ? 'Expired' : STATES[status];
}

function datesOf({ status, expiresAt, completedAt }) {
  if (completedAt) return formatTime(completedAt);
  return status === 'outstanding' ? `until ${formatTime(expiresAt)}` : '';
}
