import { countItems, type ItemCount } from './count-items.ts';
import type { MatchContract, MatchInput, MatchItem } from './match-input.ts';
import type { PreparedQuote, QuoteSide } from './prepare-quote.ts';
import { readTitle, type TitleReading } from './read-title.ts';
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
  /** Hundredths of ISK; 0 when absent. */
  readonly price: bigint;
};

/** Work out once what several checks need. */
export function readCase(
  prepared: PreparedQuote,
  side: ContractSide,
  contract: MatchContract = side.contract,
  items: readonly MatchItem[] | null = side.items,
): MatchCase {
  const { code, shownCode } = prepared;
  const count = items && countItems(prepared, items);
  return {
    prepared,
    side,
    contract,
    items,
    title: readTitle(contract.title ?? '', code, side.knownCodes, shownCode),
    count,
    areItemsExact: count?.code === 'items-exact',
    price: contract.price ?? 0n,
  };
}

/** The same quote beside another contract. */
export function readOtherCases({ prepared, side }: MatchCase): MatchCase[] {
  return (side.otherContracts ?? [])
    .filter(({ contract }) => contract.contractId !== side.contract.contractId)
    .map(({ contract, items }) => readCase(prepared, side, contract, items));
}

/** What a contract gives by type; null when its items could not be read. */
export function givenOf({ items }: MatchCase): Tally | null {
  return items && tallyItems(items);
}
