import { countItems, type ItemCount } from './count-items.ts';
import type { MatchContract, MatchInput, MatchItem, OtherContract } from './match-input.ts';
import { isPriceOfPartRight, worthOfPart } from './part-value.ts';
import type { PreparedQuote, QuoteSide } from './prepare-quote.ts';
import { readTitle, type TitleReading, withFormerCodes } from './read-title.ts';
import { type Tally, tallyItems } from './tally.ts';

/** What a match learns with the contract: all of an input but the quote's side. */
export type ContractSide = Omit<MatchInput, keyof QuoteSide>;

/** One contract beside one quote, with what several checks need worked out once. */
export type MatchCase = {
  readonly prepared: PreparedQuote;
  readonly side: ContractSide;
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[] | null;
  readonly title: TitleReading;
  /** Null when the items could not be read. */
  readonly count: ItemCount | null;
  readonly areItemsExact: boolean;
  /** What it gives, when that is less than was quoted. */
  readonly part: Part | null;
  /** Its settlement is written. Known of other contracts only: it is never matched again. */
  readonly isSettled: boolean;
  /** The trader was told that it is right. */
  readonly isPromised: boolean;
  /** And only if clocks differ. */
  readonly isBarelyPromised: boolean;
  /** It has run out, and may have been accepted before that. */
  readonly isEndUnseen: boolean;
  /** Its character was the quote's when EVE's list was made. */
  readonly isLeaveUnseen: boolean;
  /** The trader was told that it is right when EVE's list was made. */
  readonly isLossUnseen: boolean;
  /** Hundredths of ISK; 0 when absent. */
  readonly price: bigint;
};

/** Nothing is too much, and something is missing. */
const MAY_BE_PART: ReadonlySet<ItemCount['code']> = new Set([
  'items-too-few',
  'items-missing',
  'items-differ',
]);

/** Some of what was quoted, and what the quote pays for that. */
export type Part = {
  /** Hundredths of ISK. */
  readonly value: bigint;
  readonly isPriceRight: boolean;
};

/** Work out once what several checks need. */
export function readCase(
  prepared: PreparedQuote,
  side: ContractSide,
  {
    contract,
    items,
    isSettled = false,
    isPromised = false,
    isBarelyPromised = false,
    isEndUnseen = false,
    isLeaveUnseen = false,
    isLossUnseen = false,
  }: OtherContract = side,
): MatchCase {
  const { code, shownCode, formerCodes } = prepared;
  const count = items && countItems(prepared, items);
  const text = contract.title ?? '';
  const own = readTitle(text, code, side.knownCodes, shownCode);
  const title =
    formerCodes.length === 0
      ? own
      : withFormerCodes(own, text, { code, formerCodes, knownCodes: side.knownCodes });
  const price = contract.price ?? 0n;
  const areItemsExact = count?.code === 'items-exact';
  return {
    prepared,
    side,
    contract,
    items,
    title,
    count,
    areItemsExact,
    part:
      title.isNamed && count !== null && MAY_BE_PART.has(count.code)
        ? readPart(prepared, items ?? [], price)
        : null,
    isSettled,
    isPromised,
    isBarelyPromised,
    isEndUnseen,
    isLeaveUnseen,
    isLossUnseen,
    price,
  };
}

function readPart(
  prepared: PreparedQuote,
  items: readonly MatchItem[],
  price: bigint,
): Part | null {
  const worth = worthOfPart(prepared, tallyItems(items));
  return worth && { value: worth.share, isPriceRight: isPriceOfPartRight(price, worth, prepared) };
}

/** The same quote beside its other contracts. */
export function readOtherCases({ prepared, side }: MatchCase): MatchCase[] {
  return (side.otherContracts ?? [])
    .filter(({ contract }) => contract.contractId !== side.contract.contractId)
    .map((other) => readCase(prepared, side, other));
}

/** What a contract gives by type; null when its items could not be read. */
export function givenOf({ items }: MatchCase): Tally | null {
  return items && tallyItems(items);
}
