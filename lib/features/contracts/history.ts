import { formatIsk } from '#lib/core/isk.ts';
import type { ContractView } from './schema.ts';

type Told = Pick<
  ContractView,
  | 'issuedAt'
  | 'foundAt'
  | 'goneAt'
  | 'acceptedAt'
  | 'completedAt'
  | 'runsOutAt'
  | 'status'
  | 'verdicts'
  | 'locationName'
>;
type Quoted = { readonly createdAt: Date; readonly total: bigint } | null;

const ENDINGS: Readonly<Record<string, string>> = {
  finished: 'Accepted and paid in game',
  finished_issuer: 'Accepted and paid in game',
  finished_contractor: 'Accepted and paid in game',
  rejected: 'Rejected in game',
  cancelled: 'Cancelled in game',
  deleted: 'Deleted in game',
  failed: 'Failed in game',
  reversed: 'Reversed by EVE',
};

/** What happened to a contract and its quote, newest first. */
export function tellHistory(contract: Told, quote: Quoted): ContractView['history'] {
  const ending = ENDINGS[contract.status];
  const endedAt = contract.completedAt ?? contract.acceptedAt;
  const events = [
    quote && {
      at: quote.createdAt,
      text: `Quoted ${formatIsk(quote.total, { decimals: false })} ISK`,
    },
    { at: contract.issuedAt, text: `Issued in game, ${contract.locationName}` },
    { at: contract.foundAt, text: 'Found' },
    ...contract.verdicts.map(({ at, summary }) => ({ at, text: summary })),
    contract.goneAt && { at: contract.goneAt, text: 'No longer in EVE’s list' },
    ending !== undefined && endedAt && { at: endedAt, text: ending },
  ];
  return events
    .filter((event) => event !== null && event !== false)
    .toReversed()
    .toSorted((a, b) => secondOf(b.at) - secondOf(a.at));
}

// EVE's times are whole seconds: a contract must not seem older than the quote it was made from.
function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
