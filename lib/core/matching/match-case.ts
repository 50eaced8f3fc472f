import type { MatchContract, MatchInput, MatchItem } from './match-input.ts';
import { readTitle, type TitleReading } from './read-title.ts';
import {
  compareTallies,
  type ItemDifference,
  type Tally,
  tallyItems,
  tallyLines,
} from './tally.ts';

/** One contract beside one quote, with what several checks need worked out once. */
export type MatchCase = {
  readonly input: MatchInput;
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[] | null;
  readonly title: TitleReading;
  readonly quoted: Tally;
  /** Null when the items could not be read. */
  readonly given: Tally | null;
  /** Null: the items are exactly as quoted (only if `given` is not null). */
  readonly difference: ItemDifference | null;
  readonly areItemsExact: boolean;
  /** Hundredths of ISK; 0 when absent. */
  readonly price: bigint;
};

/** Work out once what several checks need. */
export function readCase(input: MatchInput): MatchCase {
  return caseOf(input, tallyLines(input.quote.lines), input.contract, input.items);
}

/** The same quote beside another contract. */
export function readOtherCases({ input, quoted }: MatchCase): MatchCase[] {
  return (input.otherContracts ?? [])
    .filter(({ contract }) => contract.contractId !== input.contract.contractId)
    .map(({ contract, items }) => caseOf(input, quoted, contract, items));
}

function caseOf(
  input: MatchInput,
  quoted: Tally,
  contract: MatchContract,
  items: readonly MatchItem[] | null,
): MatchCase {
  const given = items && tallyItems(items);
  const difference = given && compareTallies(quoted, given);
  return {
    input,
    contract,
    items,
    title: readTitle(contract.title ?? '', input.quote.code, input.knownCodes),
    quoted,
    given,
    difference,
    areItemsExact: given !== null && difference === null,
    price: contract.price ?? 0n,
  };
}
