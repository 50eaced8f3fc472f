/**
 * Several contracts for one quote.
 *
 * Only contracts that are right but for items and price count here. A stranger's contract, a
 * rejected one or one that asks for something back never stands in the way of a right one.
 *
 * @module
 */
import {
  type Deliveries,
  isOffer,
  isOfOnePilot,
  mayBeAccepted,
  mayGoOn,
  mostOf,
  partsOf,
  shareOut,
} from '../deliveries.ts';
import type { FindingCode } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';
import type { Shown } from '../rule.ts';
import { isFinished } from './terms.ts';

type QuoteFinding = Extract<FindingCode, `quote-${string}`>;

/**
 * What one contract is among all that name the quote.
 *
 * @param others Other contracts that name the quote and are right but for items and price.
 * @param lost Others that are wrong by now, and may have been accepted before that.
 */
export function judgeQuoteContracts(
  matchCase: MatchCase,
  others: readonly MatchCase[],
  lost: readonly MatchCase[] = [],
): QuoteFinding {
  if (!matchCase.title.isNamed) return 'quote-not-named';
  const { state } = matchCase.prepared;
  const isDone = isFinished(matchCase.contract.status);
  if (state === 'cancelled') return 'quote-cancelled';
  if (state === 'completed' && !isDone) return 'quote-paid-already';
  // Nearly all: there is nothing to share out.
  if (others.length + lost.length === 0 && !(isDone && matchCase.part))
    return 'quote-in-one-contract';

  const all = [matchCase, ...others];
  const deliveries = shareOut(all.filter(isOffer), lost);
  const isAmong = (chosen: readonly MatchCase[]) => chosen.includes(matchCase);
  if (isAmong(deliveries.paid) || isAmong(deliveries.chosen)) {
    if (matchCase.part) return 'quote-split';
    return others.length > 0 ? 'quote-in-wrong-contracts-too' : 'quote-in-one-contract';
  }
  return judgeLeftOut(matchCase, all, deliveries);
}

/** The ids of the contracts that `judgeQuoteContracts` looked at; or for which it waits. */
export function showQuoteContracts(
  { contract }: MatchCase,
  others: readonly MatchCase[],
  code: FindingCode,
): Shown {
  const shown = code === 'quote-not-free-yet' ? others.filter(mayBeAccepted) : others;
  const ids = [contract, ...shown.map((other) => other.contract)].map((each) => each.contractId);
  return [[contract.contractId], ids.sort((a, b) => a - b)];
}

/** Of a contract that delivers nothing, as things are. */
function judgeLeftOut(
  matchCase: MatchCase,
  all: readonly MatchCase[],
  { paid, left, chosen, heldUp }: Deliveries,
): QuoteFinding {
  if (heldUp.includes(matchCase)) return 'quote-not-free-yet';
  const [begun] = paid;
  if (begun && (left.size === 0 || isFinished(matchCase.contract.status))) {
    return 'quote-paid-already';
  }
  if (chosen.length > 0 || heldUp.length > 0) return 'quote-doubled';
  if (begun) return mayGoOn(matchCase, paid) ? 'quote-parts-do-not-sum' : 'quote-doubled';
  const siblings = all.filter((other) => isOfOnePilot(matchCase, other));
  if (partsOf(siblings.filter(isOffer), left).length > mostOf(paid))
    return 'quote-in-too-many-contracts';
  return siblings.some((other) => other !== matchCase)
    ? 'quote-parts-do-not-sum'
    : 'quote-in-one-contract';
}
