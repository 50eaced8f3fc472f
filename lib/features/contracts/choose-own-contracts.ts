import { LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { readTitle, withFormerCodes } from '#lib/core/matching/read-title.ts';
import { findCodesInText } from '#lib/core/quote/code.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { findByCode, type QuoteRow } from './quote-facts.ts';
import type { OwnList } from './read-own-contracts.ts';
import { readOurSide } from './relevance.ts';

export type Candidate = {
  readonly contract: MatchContract;
  /** Of the character who made it. */
  readonly name: string;
  readonly knownCodes: readonly string[];
  /** It was made to nobody whose list is read. */
  readonly isHidden: boolean;
  /** Its title says nothing, so only its items can tell whether it is for the quote. */
  readonly isByItems: boolean;
};

/** The items of each are asked for, and the game server gives 20 in 10 s. */
const MAXIMUM_CANDIDATES = 10;
const MAXIMUM_LOOKED_AT = 500;
/** Taken back by the pilot: nothing is left to mend. */
const TAKEN_BACK: readonly string[] = ['cancelled', 'deleted'];
const CLOCK_SKEW_MS = 60_000;

/**
 * Choose the contracts that may be for a quote: by its code, then by a code one symbol away, then those
 * whose title names no quote at all. Within each the living first, then the newest.
 *
 * @returns With the names of those who made others that may be for it, one for each: they are too many.
 */
export async function chooseOwnContracts(
  tx: SqlTx,
  quote: QuoteRow,
  lists: readonly OwnList[],
): Promise<{ chosen: Candidate[]; leftOut: string[] }> {
  const since = quote.createdAt.getTime() - CLOCK_SKEW_MS;
  const { assigneeIds, prefixes } = await readOurSide(tx);
  const own = lists
    .flatMap(({ characterId, name, contracts }) =>
      contracts
        .filter(({ issuerId }) => issuerId === characterId)
        .map((contract) => ({ contract, name })),
    )
    .filter(({ contract }) => isLiving(contract) || contract.dateIssued.getTime() >= since)
    .filter(({ contract }) => !TAKEN_BACK.includes(contract.status))
    .toSorted((a, b) => livingThenNewest(a.contract, b.contract));
  const read = own.slice(0, MAXIMUM_LOOKED_AT).map((entry) => ({
    ...entry,
    codes: findCodesInText(entry.contract.title ?? '', { prefixes }),
  }));

  const quotes = await findByCode(tx, [...new Set(read.flatMap(({ codes }) => codes))]);
  const existing = new Set(quotes.map(({ code }) => code));
  const candidates = read
    .map(({ contract, name, codes }) => {
      const knownCodes = codes.filter((code) => existing.has(code));
      const rank = rankOf(contract, quote, knownCodes);
      const isHidden = !assigneeIds.has(contract.assigneeId);
      return { contract, name, knownCodes, isHidden, rank, isByItems: rank === BY_ITEMS };
    })
    .filter(({ rank }) => rank !== NOT_AT_ALL)
    .toSorted((a, b) => a.rank - b.rank);
  const leftOut = [...candidates.slice(MAXIMUM_CANDIDATES), ...own.slice(MAXIMUM_LOOKED_AT)];
  return {
    chosen: candidates.slice(0, MAXIMUM_CANDIDATES),
    leftOut: leftOut.map(({ name }) => name),
  };
}

const BY_CODE = 0;
const BY_NEAR_CODE = 1;
const BY_ITEMS = 2;
const NOT_AT_ALL = 3;

function rankOf(
  contract: MatchContract,
  { code, formerCodes }: QuoteRow,
  knownCodes: readonly string[],
): number {
  const title = contract.title ?? '';
  const own = readTitle(title, code, knownCodes);
  const reading = withFormerCodes(own, title, { code, formerCodes, knownCodes });
  if (reading.isNamed) return BY_CODE;
  if (reading.code === 'title-one-symbol-wrong') return BY_NEAR_CODE;
  // Equal items under another quote's code are that quote's.
  if (reading.code === 'title-another-code' || contract.type !== 'item_exchange') return NOT_AT_ALL;
  return BY_ITEMS;
}

function isLiving({ status }: MatchContract): boolean {
  return LIVING_STATUSES.includes(status);
}

function livingThenNewest(a: MatchContract, b: MatchContract): number {
  return (
    Number(isLiving(b)) - Number(isLiving(a)) || b.dateIssued.getTime() - a.dateIssued.getTime()
  );
}
