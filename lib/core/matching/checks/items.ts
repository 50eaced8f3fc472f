/**
 * What the contract gives, what it asks for, and in which condition.
 *
 * @module
 */
import { type Finding, findingOf, type TypeCount } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';
import type { MatchItem } from '../match-input.ts';
import { sumOf } from '../tally.ts';

/** Whether the included items are those of the quote, by type, stacks summed. */
export function checkItems({ given, difference, quoted }: MatchCase): Finding {
  if (given === null) return findingOf('items-unreadable', sumOf(quoted), null);
  return difference === null
    ? findingOf('items-exact', sumOf(quoted), sumOf(given))
    : findingOf(difference.code, difference.expected, difference.actual);
}

/** A contract that asks for anything but ISK is no sale. */
export function checkRequestedItems({ items }: MatchCase): Finding {
  if (items === null) return findingOf('requested-unreadable');
  if (items.every((item) => item.isIncluded)) return findingOf('requested-none', [], []);
  return findingOf(
    'requested-some',
    [],
    countsOf(items, (item) => !item.isIncluded),
  );
}

/** Below this, a greater volume is rounding. A shuttle already gains 4,500 m³ when assembled. */
const VOLUME_SLACK_M3 = 1;
const VOLUME_SLACK_SHARE = 0.001;

/**
 * ESI calls every item packaged, so the contract's volume is the only hint at an assembled ship or
 * container. A hint, hence advice: volumes also change with a patch.
 */
export function checkAssembled({ input, contract: { volumeM3 }, given }: MatchCase): Finding {
  const packagedM3 = packagedVolumeM3(given, input.packagedVolumesM3);
  if (packagedM3 === null || volumeM3 === undefined) {
    return findingOf('assembled-cannot-tell', packagedM3, volumeM3 ?? null);
  }
  const limitM3 = packagedM3 + Math.max(VOLUME_SLACK_M3, packagedM3 * VOLUME_SLACK_SHARE);
  return findingOf(
    volumeM3 > limitM3 ? 'assembled-likely' : 'assembled-none',
    Math.round(packagedM3 * 100) / 100,
    volumeM3,
  );
}

const RAW_COPY = -2;
const RAW_ORIGINAL = -1;

/**
 * ESI marks a blueprint copy by a raw quantity of -2, and often forgets to. Runs and efficiency it
 * never tells, so a copy is worth nothing but what was quoted for that very copy.
 */
export function checkBlueprintCopies({ input: { quote }, items }: MatchCase): Finding {
  const quotedCopies = new Map<number, number>();
  for (const line of quote.lines) {
    if (!line.blueprintCopy) continue;
    quotedCopies.set(line.typeId, (quotedCopies.get(line.typeId) ?? 0) + line.quantity);
  }
  const copies = (items ?? []).filter(
    (item) => item.isIncluded && (item.rawQuantity === RAW_COPY || quotedCopies.has(item.typeId)),
  );
  if (copies.length === 0 && quotedCopies.size === 0) return findingOf('copies-none', [], []);

  const sent = countsOf(copies, (item) => item.rawQuantity === RAW_COPY);
  const expected = [...quotedCopies].map(([typeId, quantity]) => ({ typeId, quantity }));
  if (sent.some(({ typeId, quantity }) => quantity > (quotedCopies.get(typeId) ?? 0))) {
    return findingOf('copies-not-quoted', expected, sent);
  }
  if (isOriginalSentForCopy(copies, quote.lines)) {
    return findingOf('copies-quoted-not-sent', expected, sent);
  }
  const sentUnits = new Map(sent.map(({ typeId, quantity }) => [typeId, quantity]));
  return expected.every(({ typeId, quantity }) => sentUnits.get(typeId) === quantity)
    ? findingOf('copies-as-quoted', expected, sent)
    : findingOf('copies-cannot-tell', expected, sent);
}

/** More originals of a type than the quote has, where the quote has copies of it. */
function isOriginalSentForCopy(
  copies: readonly MatchItem[],
  lines: MatchCase['input']['quote']['lines'],
): boolean {
  const originals = countsOf(copies, (item) => item.rawQuantity === RAW_ORIGINAL);
  return originals.some(({ typeId, quantity }) => {
    const quoted = lines
      .filter((line) => line.typeId === typeId && !line.blueprintCopy)
      .reduce((sum, line) => sum + line.quantity, 0);
    return quantity > quoted;
  });
}

function packagedVolumeM3(
  given: MatchCase['given'],
  volumes: Readonly<Record<string, number>> | undefined,
): number | null {
  if (!given || !volumes) return null;
  let sumM3 = 0;
  for (const [typeId, units] of given) {
    const volumeM3 = volumes[typeId];
    if (volumeM3 === undefined || Number.isNaN(units)) return null;
    sumM3 += volumeM3 * units;
  }
  return sumM3;
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
