import { explainLine } from '#lib/core/pricing/explain-line.ts';
import { applyFees, isFeeRefused } from '#lib/core/pricing/fees/apply-fees.ts';
import { describeFeeRefusal, explainFees } from '#lib/core/pricing/fees/describe-fees.ts';
import { priceItems } from '#lib/core/pricing/price-items.ts';
import { toLimits } from '#lib/core/program/limit-fields.ts';
import type {
  ProgramChoices,
  ProgramExample,
  ProgramFormValues,
} from '#lib/features/programs/schema.ts';

export type ExampleOutcome =
  | {
      readonly ok: true;
      /** Whole ISK, in hundredths. */
      readonly total: bigint;
      readonly arithmetic: string;
      readonly statistic: string;
      readonly bookAt: Date;
    }
  | { readonly ok: false; readonly sentence: string };

/** Price the example by the very rules that quotes are priced by, whatever the program accepts. */
export function workOutExample(
  values: ProgramFormValues | null,
  { books, ...item }: ProgramExample,
  { hubs, now }: { readonly hubs: ProgramChoices['hubs']; readonly now: Date },
): ExampleOutcome {
  if (!values) return { ok: false, sentence: 'Mend the fields first.' };
  const hubName = hubs.find(({ locationId }) => locationId === values.hubId)?.shortName ?? '';
  const book = books.find(({ hubId }) => hubId === values.hubId);
  if (!book) return { ok: false, sentence: `No price is known at ${hubName} yet.` };

  if (values.basisStatistic !== 'best' && values.basisStatistic !== 'top5') {
    return {
      ok: false,
      sentence: 'What the depth or an average pays is told on the market pages.',
    };
  }

  const types = { type: () => EXAMPLE_TYPE, marketGroup: () => undefined };
  const priced = priceItems(
    [{ ...item, blueprintCopy: false }],
    {
      basis: {
        hubId: values.hubId,
        hubName,
        side: values.basisSide,
        statistic: values.basisStatistic,
      },
      rateBp: values.ratePercent,
      refineYield: values.refineYield,
      // How much is traded the example does not know.
      minimumVolume: null,
      sellCapBp: values.sellCapPercent,
      staleAfterMinutes: values.staleAfterMinutes,
      acceptedCategoryIds: [EXAMPLE_TYPE.categoryId],
      acceptedGroupIds: [],
    },
    new Map([[values.hubId, new Map([[item.typeId, toHubPrice(book)]])]]),
    {
      // The terms alone: what rules make of it is said beside them.
      rules: [],
      types,
      refining: { type: () => undefined, typesInGroup: () => [], materials: () => [] },
      // The age stands beside the figure; an old book still shows what the terms do.
      now: book.bookAt,
    },
  );
  const terms = { side: 'buys', limits: toLimits(values) } as const;
  const { lines, refused, total } = applyFees(priced, terms, { types, now });
  const [line] = lines;
  const [no] = refused;
  if (no && isFeeRefused(no)) return { ok: false, sentence: describeFeeRefusal(no.fee) };
  if (!line) return { ok: false, sentence: `Nobody trades ${item.name} at ${hubName} now.` };
  const { arithmetic, statistic } = explainLine(line.evidence);
  const { fees } = line.evidence;
  const steps = fees ? [...explainFees(fees), `= ${fees.unitPriceIsk} a unit`] : [];
  return {
    ok: true,
    total,
    arithmetic: [arithmetic, ...steps].join(', '),
    statistic,
    bookAt: book.bookAt,
  };
}

/** Only what the rules ask for. */
const EXAMPLE_TYPE = { groupId: 462, categoryId: 25, marketGroupId: null, packagedVolumeM3: 0.1 };

function toHubPrice(book: ProgramExample['books'][number]) {
  return {
    buyBest: book.buyBestIsk,
    buyTop5: book.buyTop5Isk,
    sellBest: book.sellBestIsk,
    sellTop5: book.sellTop5Isk,
    buyVolume: 0,
    sellVolume: 0,
    buyOrders: 0,
    sellOrders: 0,
    bookAt: book.bookAt,
  };
}
