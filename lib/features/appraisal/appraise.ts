import { itemKind } from '#lib/core/item-kind.ts';
import { describeUnread } from '#lib/core/paste/describe-unread.ts';
import {
  findPasteRefusal,
  PASTE_REFUSALS,
  type PasteRefusal,
} from '#lib/core/paste/paste-limits.ts';
import { type PastedItem, readPaste, type UnreadLine } from '#lib/core/paste/read-paste.ts';
import { describeRefusal } from '#lib/core/pricing/describe-refusal.ts';
import { applyFees, isFeeRefused, type SettledItems } from '#lib/core/pricing/fees/apply-fees.ts';
import { describeFeeRefusal } from '#lib/core/pricing/fees/describe-fees.ts';
import { listBooks, listFigures } from '#lib/core/pricing/list-books.ts';
import { densityOf, type ItemToPrice, priceItems } from '#lib/core/pricing/price-items.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { type PriceBook, pricesOf, readPriceBooks } from '#lib/server/price-book.ts';
import { readDailyUse } from '#lib/server/program-limits.ts';
import { readRuledProgram } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { describeFormat } from './describe-format.ts';
import { findObstacle } from './find-obstacle.ts';
import { isBeyondCounting } from './is-beyond-counting.ts';
import { type Appraisal, type AppraiseInput, MAX_SHOWN, type UnreadItem } from './schema.ts';

export type AppraisalRefusal = PasteRefusal | 'no-program' | 'beyond-counting' | 'no-donations';
export type AppraiseOutcome =
  | { readonly ok: true; readonly appraisal: Appraisal }
  | { readonly ok: false; readonly reason: AppraisalRefusal; readonly sentence: string };

const HOUR_MS = 3_600_000;

const SENTENCES: Record<AppraisalRefusal, string> = {
  ...PASTE_REFUSALS,
  'no-program': 'The trader buys nothing at the moment. Come back later.',
  'no-donations': 'This program takes no donations. Paste again, and give nothing away.',
  'beyond-counting': 'Nobody in EVE has that much. Check the counts.',
};

/**
 * Read a paste and price it by a program's terms. Nothing is kept.
 *
 * @param findAccountId Who asks, null for a guest. Asked only where the program counts what each pilot
 * sells; left out, that is not looked at: a quote is bounded by it where it is made.
 */
export async function appraise(
  container: Container,
  { text, programId, donationBp = 0 }: AppraiseInput,
  now: Date,
  findAccountId?: () => Promise<string | null>,
): Promise<AppraiseOutcome> {
  const refusal = findPasteRefusal(text);
  if (refusal) return refuse(refusal);
  const [found, staticData] = await Promise.all([
    readRuledProgram(container, programId ? { id: programId } : { isOpen: true, side: 'buys' }),
    getStaticData(container),
  ]);
  if (!found) return refuse('no-program');
  const { program, rules } = found;
  if (donationBp > 0 && !program.limits.takesDonations) return refuse('no-donations');

  const reading = readPaste(text, { resolve: staticData.resolveName });
  const items = reading.items.flatMap(toItemToPrice);
  const facts = {
    rules,
    types: staticData,
    refining: staticData,
    now,
  };
  const books = await readPriceBooks(
    container,
    listBooks(items, program, facts),
    listFigures(items, program, facts),
  );
  const priced = applyFees(
    priceItems(items, program, pricesOf(books), facts),
    program,
    facts,
    donationBp,
  );
  if (isBeyondCounting(priced)) return refuse('beyond-counting');

  const appraisal: Appraisal = {
    program,
    format: describeFormat(reading.format),
    lineCount: reading.lineCount,
    ...toShownLines(priced, { items: reading.items, staticData, now }),
    unread: reading.unread.slice(0, MAX_SHOWN).map(toShownUnread),
    counts: {
      bought: priced.lines.length,
      refused: priced.refused.length,
      unread: reading.unread.length,
    },
    totals: toTotals(priced),
    prices: toPriceAges(program, priced, books),
    appraisedAt: now,
    wouldHoldUntil: new Date(now.getTime() + program.lifetimeHours * HOUR_MS),
    obstacle: await findObstacleOfDay(container, program, { priced, now, findAccountId }),
  };
  return { ok: true, appraisal };
}

type OfDay = {
  readonly priced: SettledItems;
  readonly now: Date;
  readonly findAccountId: (() => Promise<string | null>) | undefined;
};

async function findObstacleOfDay(
  container: Container,
  program: ProgramTerms,
  { priced, now, findAccountId }: OfDay,
): Promise<Appraisal['obstacle']> {
  const isCounted = program.limits.pilotDailyCapIsk !== null && findAccountId !== undefined;
  const limits = isCounted ? program.limits : { ...program.limits, pilotDailyCapIsk: null };
  const accountId = isCounted ? await findAccountId() : null;
  const use = await readDailyUse(container.db, { ...program, limits, accountId, now });
  return findObstacle({ ...program, limits }, priced, use);
}

type Shown = {
  readonly items: readonly PastedItem[];
  readonly staticData: StaticData;
  readonly now: Date;
};

function toShownLines(
  { lines, refused }: SettledItems,
  { items, staticData, now }: Shown,
): Pick<Appraisal, 'lines' | 'refused'> {
  const linesOf = collectLineNumbers(items);
  const kindOf = ({ typeId }: ItemToPrice) => {
    const type = staticData.type(typeId);
    return type ? itemKind(type) : 'loot';
  };
  const numbersOf = (item: ItemToPrice) => linesOf.get(keyOf(item)) ?? [];
  // Field by field: copies of objects with more fields take microseconds each.
  return {
    lines: lines.slice(0, MAX_SHOWN).map((line) => ({
      typeId: line.typeId,
      name: line.name,
      kind: kindOf(line),
      blueprintCopy: line.blueprintCopy,
      quantity: line.quantity,
      lines: numbersOf(line),
      unitPriceIsk: line.unitPrice,
      totalIsk: line.total,
      volumeM3: line.volumeM3,
      densityIsk: densityOf(line.total, line.volumeM3),
      evidence: line.evidence,
    })),
    refused: refused.slice(0, MAX_SHOWN).map((line) => ({
      typeId: line.typeId,
      name: line.name,
      kind: kindOf(line),
      blueprintCopy: line.blueprintCopy,
      quantity: line.quantity,
      lines: numbersOf(line),
      reason: line.reason,
      sentence: isFeeRefused(line) ? describeFeeRefusal(line.fee) : describeRefusal(line, now),
    })),
  };
}

function toTotals({
  lines,
  lineSum,
  total,
  donation,
  volumeM3,
}: SettledItems): Appraisal['totals'] {
  return {
    lineSumIsk: lineSum,
    totalIsk: total,
    donation: donation && { shareBp: donation.shareBp, amountIsk: donation.amount },
    volumeM3,
    densityIsk: densityOf(lineSum, volumeM3),
    quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    types: lines.length,
  };
}

function toPriceAges(
  { basis }: ProgramTerms,
  { lines, refused }: SettledItems,
  books: ReadonlyMap<number, PriceBook>,
): Appraisal['prices'] {
  const all = [...books.values()];
  const used = lines.map(({ evidence }) => new Date(evidence.bookAt).getTime());
  const known = all
    .flatMap(({ prices }) => [...prices.values()])
    .map(({ bookAt }) => bookAt.getTime());
  const times = used.length > 0 ? used : known;
  const lacksPrices = refused.some(({ reason }) => reason === 'no-price');
  // Where nothing was to be priced, the hub is not to blame: it has prices, and their age is known.
  const hubAsOf = lacksPrices ? null : (books.get(basis.hubId)?.newestBookAt ?? null);
  const polls = all.flatMap(({ nextAt }) => nextAt?.getTime() ?? []);
  return {
    hubName: listHubNames(lines, basis).join(', '),
    asOf: times.length > 0 ? new Date(Math.min(...times)) : hubAsOf,
    nextAt: polls.length > 0 ? new Date(Math.min(...polls)) : null,
    isStale: refused.some(({ reason }) => reason === 'stale-price'),
    isMissing: known.length === 0 && lacksPrices,
  };
}

/** The program's own market first, unless rules price everything by others. */
function listHubNames(lines: SettledItems['lines'], { hubName }: ProgramTerms['basis']): string[] {
  const used = new Set(lines.map(({ evidence }) => evidence.basis.hubName));
  if (used.size === 0) return [hubName];
  return [...used].toSorted((a, b) => Number(b === hubName) - Number(a === hubName));
}

function toShownUnread(unread: UnreadLine): UnreadItem {
  const { line, text, reason, suggestions, quantity } = unread;
  return { line, text, reason, sentence: describeUnread(unread), suggestions, quantity };
}

function toItemToPrice({ typeId, name, quantity, blueprintCopy }: PastedItem): ItemToPrice[] {
  return typeId === null ? [] : [{ typeId, name, quantity, blueprintCopy }];
}

function collectLineNumbers(items: readonly PastedItem[]): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const item of items) {
    const key = keyOf(item);
    numbers.set(key, [...(numbers.get(key) ?? []), ...item.lines]);
  }
  return numbers;
}

function keyOf({ typeId, blueprintCopy }: { typeId: number | null; blueprintCopy: boolean }) {
  return `${typeId} ${blueprintCopy}`;
}

function refuse(reason: AppraisalRefusal): AppraiseOutcome {
  return { ok: false, reason, sentence: SENTENCES[reason] };
}
