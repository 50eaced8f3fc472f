import type { FeedView, QuoteContract, QuoteView, Standing, StandingKind } from './schema.ts';

/** What a standing is made from. `contracts` are those that the looker may see. */
export type StandingFacts = {
  readonly quote: Pick<QuoteView, 'state' | 'createdAt' | 'expiresAt'>;
  readonly contracts: readonly StandingContract[];
  readonly feed: Pick<FeedView, 'walksSince'>;
  readonly now: Date;
};
export type StandingContract = Pick<
  QuoteContract,
  | 'contractId'
  | 'status'
  | 'verdict'
  | 'runsOutAt'
  | 'foundAt'
  | 'acceptedAt'
  | 'completedAt'
  | 'goneAt'
  | 'verdicts'
>;

/** After so many complete walks without a contract the page says that it sees none. */
const WALKS_BEFORE_WE_SPEAK = 2;

const KIND_OF_VERDICT = {
  valid: 'found-valid',
  'fix-needed': 'found-fix',
  unmatched: 'found-fix',
  suspicious: 'suspicious',
} as const satisfies Record<NonNullable<StandingContract['verdict']>, StandingKind>;

/** The best contract decides: one wrong contract must not hide a right one. */
const BEST_FIRST = ['found-valid', 'found-fix', 'found', 'suspicious'] as const;

/**
 * Tell where a quote stands from its state and its contracts.
 *
 * Only a contract that is `valid` ever yields 'found-valid', and only the quote's own state yields
 * 'paid'. Without contracts to look at (the public), the state alone decides.
 */
export function standing({ quote, contracts, feed, now }: StandingFacts): Standing {
  const living = contracts.filter((contract) => isLiving(contract, now)).toSorted(byStanding);
  const [best] = living;
  const paid = contracts.find(isPaid);
  const ended = best || paid ? null : findEnded(contracts, now);
  const seen = chooseKind(quote, best, feed, now);
  // Who has just deleted a contract knows why none is there.
  const kind = ended && seen === 'not-seen' ? 'waiting' : seen;
  const shown = kind === 'paid' || kind === 'partly-paid' ? (paid ?? best) : best;

  return {
    kind,
    contractId: shown?.contractId ?? null,
    quotedAt: quote.createdAt,
    foundAt: shown?.foundAt ?? null,
    // Newest first: the last one is the first check, which later looks only confirm.
    checkedAt: shown?.verdicts.at(-1)?.at ?? null,
    paidAt: (kind === 'paid' || kind === 'partly-paid') && paid ? paidAt(paid) : null,
    ended,
  };
}

function chooseKind(
  quote: StandingFacts['quote'],
  best: StandingContract | undefined,
  feed: StandingFacts['feed'],
  now: Date,
): StandingKind {
  if (quote.state === 'completed') return 'paid';
  if (quote.state === 'cancelled') return 'cancelled';
  if (best) return kindOf(best);
  if (quote.state === 'partly-completed') return 'partly-paid';
  if (quote.state === 'contracted') return 'found';
  if (quote.state === 'expired' || quote.expiresAt <= now) return 'expired';
  return feed.walksSince >= WALKS_BEFORE_WE_SPEAK ? 'not-seen' : 'waiting';
}

function kindOf({ verdict }: StandingContract): (typeof BEST_FIRST)[number] {
  return verdict ? KIND_OF_VERDICT[verdict] : 'found';
}

function byStanding(a: StandingContract, b: StandingContract): number {
  return (
    BEST_FIRST.indexOf(kindOf(a)) - BEST_FIRST.indexOf(kindOf(b)) ||
    b.foundAt.getTime() - a.foundAt.getTime()
  );
}

// ESI leaves a contract that ran out `outstanding`, and simply no longer shows a deleted one.
function isLiving({ status, goneAt, runsOutAt }: StandingContract, now: Date): boolean {
  return (status === 'outstanding' || status === 'in_progress') && !goneAt && runsOutAt > now;
}

function isPaid({ status }: StandingContract): boolean {
  return status.startsWith('finished');
}

function paidAt({ completedAt, acceptedAt, verdicts, foundAt }: StandingContract): Date {
  return completedAt ?? acceptedAt ?? verdicts[0]?.at ?? foundAt;
}

function findEnded(contracts: readonly StandingContract[], now: Date): Standing['ended'] {
  const [latest] = contracts
    .map((contract) => ({ contractId: contract.contractId, ...howEnded(contract, now) }))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  return latest ?? null;
}

function howEnded(
  contract: StandingContract,
  now: Date,
): { how: NonNullable<Standing['ended']>['how']; at: Date } {
  const at = contract.completedAt ?? contract.goneAt ?? contract.verdicts[0]?.at;
  const since = at ?? contract.foundAt;
  switch (contract.status) {
    case 'rejected':
    case 'cancelled':
    case 'deleted':
    case 'failed':
      return { how: contract.status, at: since };
    default:
      return contract.runsOutAt <= now
        ? { how: 'ran-out', at: contract.runsOutAt }
        : { how: 'deleted', at: since };
  }
}
