import type {
  MatchContract,
  MatchInput,
  MatchItem,
  OtherContract,
} from '#lib/core/matching/match-input.ts';
import { relevantOthers } from '#lib/core/matching/relevant-others.ts';
import type { QuoteSide } from './quote-sides.ts';

export type MatchSubject = {
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[] | null;
  /** The quote for which the trader was told that it is right: see `OtherContract.isPromised`. */
  readonly promisedFor?: string | null;
  readonly isBarelyPromised?: boolean;
  /** The quote for which it was right by our word since EVE's list: see `OtherContract.isLossUnseen`. */
  readonly lostFor?: string | null;
  /** As of when EVE's list showed it last. Absent: as of now. */
  readonly lastSeenAt?: Date;
};

export type MatchParts = {
  readonly now: Date;
  readonly packagedVolumeM3: (typeId: number) => number | undefined;
};

/** What is known of a contract beside what EVE says of it. */
export function toldOf(
  subject: MatchSubject,
  {
    row: { id: quoteId },
    program: { issuersSince, formerIssuers },
  }: Pick<QuoteSide, 'row' | 'program'>,
  now: Date,
): Pick<
  OtherContract,
  'isPromised' | 'isBarelyPromised' | 'isEndUnseen' | 'isLeaveUnseen' | 'isLossUnseen'
> {
  const { contract, promisedFor, isBarelyPromised, lostFor, lastSeenAt = now } = subject;
  const { status, dateExpired, issuerId } = contract;
  const isWaiting = status === 'outstanding';
  const isEndUnseen = isWaiting && dateExpired <= now && lastSeenAt <= dateExpired;
  const left = [formerIssuers?.find(({ id }) => id === issuerId)?.until, issuersSince];
  const isLeaveUnseen =
    isWaiting && promisedFor === quoteId && left.some((at) => at && lastSeenAt <= at);
  return {
    ...(promisedFor === quoteId && {
      isPromised: true,
      ...(isBarelyPromised && { isBarelyPromised }),
    }),
    ...(isEndUnseen && { isEndUnseen }),
    ...(isLeaveUnseen && { isLeaveUnseen }),
    ...(lostFor === quoteId && { isLossUnseen: true }),
  };
}

/** Our clock against EVE's; past a minute a contract is somebody else's old one. */
export const CLOCK_SKEW_MS = 60_000;

/**
 * Put a contract beside a quote, with all that the checks ask for.
 *
 * @param knownCodes The codes in the contract's title that belong to quotes.
 * @param others What is stored of other contracts for the quote: see `readOthers`. Those on which the verdict
 *   depends are kept.
 * @param alsoOffered Other contracts for the quote that may not be stored here.
 */
export function buildMatchInput(
  { row, quote, program }: QuoteSide,
  {
    subject,
    knownCodes,
    others,
    parts,
    alsoOffered = [],
  }: {
    subject: MatchSubject;
    knownCodes: readonly string[];
    others: readonly OtherContract[];
    parts: MatchParts;
    alsoOffered?: readonly MatchSubject[];
  },
): MatchInput {
  const storedIds = new Set(others.map(({ contract }) => contract.contractId));
  const typeIds = [...quote.lines, ...(subject.items ?? [])].map(({ typeId }) => typeId);
  const volumes = [...new Set(typeIds)].flatMap((typeId) => {
    const volumeM3 = parts.packagedVolumeM3(typeId);
    return volumeM3 === undefined ? [] : [[String(typeId), volumeM3] as const];
  });
  const input = {
    quote,
    program,
    contract: subject.contract,
    items: subject.items,
    ...toldOf(subject, { row, program }, parts.now),
    now: parts.now,
    clockSkewMs: CLOCK_SKEW_MS,
    otherContracts: [
      ...others,
      ...alsoOffered.filter(({ contract }) => !storedIds.has(contract.contractId)),
    ],
    knownCodes,
    packagedVolumesM3: Object.fromEntries(volumes),
  };
  return { ...input, otherContracts: relevantOthers(input) };
}
