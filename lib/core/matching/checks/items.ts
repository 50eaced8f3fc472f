/**
 * What the contract gives, what it asks for, and in which condition.
 *
 * @module
 */
import type { FindingCode, TypeCount } from '../finding.ts';
import { givenOf, type MatchCase } from '../match-case.ts';
import type { MatchItem, MatchQuote } from '../match-input.ts';
import { quotedOf } from '../prepare-quote.ts';
import type { Rule } from '../rule.ts';
import { compareTallies, sumOf } from '../tally.ts';

/** Whether the included items are those of the quote, by type, stacks summed. */
export const itemsRule: Rule = {
  judge: ({ count }) => (count === null ? 'items-unreadable' : count.code),
  show(matchCase) {
    const quoted = quotedOf(matchCase.prepared);
    const given = givenOf(matchCase);
    if (given === null) return [sumOf(quoted), null];
    const difference = compareTallies(quoted, given);
    return difference ? [difference.expected, difference.actual] : [sumOf(quoted), sumOf(given)];
  },
};

/** A contract that asks for anything but ISK is no sale. */
export const requestedItemsRule: Rule = {
  judge({ count }) {
    if (count === null) return 'requested-unreadable';
    return count.hasRequested ? 'requested-some' : 'requested-none';
  },
  show: ({ items }) => (items === null ? [null, null] : [[], countsOf(items, isRequested)]),
};

/** Below this, a greater volume is rounding. A shuttle already gains 4,500 m³ when assembled. */
const VOLUME_SLACK_M3 = 1;
const VOLUME_SLACK_SHARE = 0.001;

/**
 * ESI calls every item packaged, so the contract's volume is the only hint at an assembled ship or
 * container. A hint, hence advice: volumes also change with a patch.
 */
export const assembledRule: Rule = {
  judge({ count, contract: { volumeM3 } }) {
    const packagedM3 = count?.packagedM3 ?? null;
    if (packagedM3 === null || volumeM3 === undefined) return 'assembled-cannot-tell';
    const limitM3 = packagedM3 + Math.max(VOLUME_SLACK_M3, packagedM3 * VOLUME_SLACK_SHARE);
    return volumeM3 > limitM3 ? 'assembled-likely' : 'assembled-none';
  },
  show({ count, contract: { volumeM3 } }) {
    const packagedM3 = count?.packagedM3 ?? null;
    return [packagedM3 && Math.round(packagedM3 * 100) / 100, volumeM3 ?? null];
  },
};

const RAW_COPY = -2;
const RAW_ORIGINAL = -1;

/**
 * ESI marks a blueprint copy by a raw quantity of -2, and often forgets to. Runs and efficiency it
 * never tells, so a copy is worth nothing but what was quoted for that very copy.
 */
export const blueprintCopiesRule: Rule = {
  judge(matchCase) {
    const { prepared, count } = matchCase;
    const { quote, quotedCopies } = prepared;
    if (quotedCopies.size === 0 && !count?.hasCopies) return 'copies-none';
    return judgeCopies(copiesOf(matchCase), quote, quotedCopies);
  },
  show(matchCase) {
    const { quotedCopies } = matchCase.prepared;
    const expected = [...quotedCopies].map(([typeId, quantity]) => ({ typeId, quantity }));
    return [expected, countsOf(copiesOf(matchCase), isCopy)];
  },
};

function judgeCopies(
  copies: readonly MatchItem[],
  quote: MatchQuote,
  quotedCopies: ReadonlyMap<number, number>,
): FindingCode {
  const sent = countsOf(copies, isCopy);
  if (sent.some(({ typeId, quantity }) => quantity > (quotedCopies.get(typeId) ?? 0))) {
    return 'copies-not-quoted';
  }
  if (isOriginalSentForCopy(copies, quote.lines)) return 'copies-quoted-not-sent';
  const sentUnits = new Map(sent.map(({ typeId, quantity }) => [typeId, quantity]));
  return [...quotedCopies].every(([typeId, quantity]) => sentUnits.get(typeId) === quantity)
    ? 'copies-as-quoted'
    : 'copies-cannot-tell';
}

/** What is a copy or may be one. */
function copiesOf({ items, prepared: { quotedCopies } }: MatchCase): MatchItem[] {
  return (items ?? []).filter(
    (item) => item.isIncluded && (isCopy(item) || quotedCopies.has(item.typeId)),
  );
}

function isCopy({ rawQuantity }: MatchItem): boolean {
  return rawQuantity === RAW_COPY;
}

function isRequested({ isIncluded }: MatchItem): boolean {
  return !isIncluded;
}

/** More originals of a type than the quote has, where the quote has copies of it. */
function isOriginalSentForCopy(copies: readonly MatchItem[], lines: MatchQuote['lines']): boolean {
  const originals = countsOf(copies, (item) => item.rawQuantity === RAW_ORIGINAL);
  return originals.some(({ typeId, quantity }) => {
    const quoted = lines
      .filter((line) => line.typeId === typeId && !line.blueprintCopy)
      .reduce((sum, line) => sum + line.quantity, 0);
    return quantity > quoted;
  });
}

/** Units by type, in order of type id. */
function countsOf(
  items: readonly MatchItem[],
  isCounted: (item: MatchItem) => boolean,
): TypeCount[] {
  const counts = new Map<number, number>();
  for (const item of items) {
    if (!isCounted(item)) continue;
    counts.set(item.typeId, (counts.get(item.typeId) ?? 0) + item.quantity);
  }
  return [...counts]
    .map(([typeId, quantity]) => ({ typeId, quantity }))
    .sort((a, b) => a.typeId - b.typeId);
}
