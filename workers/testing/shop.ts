/**
 * A shop on stage: stock, orders, and what is left of it.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { floorToWholeIsk, parseIsk } from '#lib/core/isk.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import {
  type CreateQuoteOutcome,
  createQuote,
  type QuoteMaker,
} from '#lib/features/quotes/create-quote.ts';
import type { Container } from '#lib/server/container.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { JITA_ID, PILOT_ID } from './stage.ts';

export const TRITANIUM_ID = 34;
export const PYERITE_ID = 35;
/** Of a unit, ISK. */
const UNIT_PRICE_ISK = '5.00';

export type OrderOptions = {
  readonly maker: QuoteMaker;
  /** Units by type id. */
  readonly units: Readonly<Record<number, number>>;
  readonly receiverId?: number;
  readonly key?: string;
};

/** Order minerals at 5.00 ISK each. */
export async function order(
  container: Container,
  { maker, units, receiverId = PILOT_ID, key = randomUUID() }: OrderOptions,
): Promise<CreateQuoteOutcome> {
  const [program] = await readProgramTerms(container, { side: 'sells' });
  if (!program) throw new Error('There is no shop');
  const now = container.clock();
  const unitPriceIsk = parseIsk(UNIT_PRICE_ISK);
  const lines = Object.entries(units).map(([typeId, quantity]) => ({
    typeId: Number(typeId),
    name: `Type ${typeId}`,
    blueprintCopy: false,
    quantity,
    unitPriceIsk,
    totalIsk: unitPriceIsk * BigInt(quantity),
    volumeM3: quantity / 100,
    evidence: lineEvidenceSchema.parse({
      basis: program.basis,
      bookAt: now.toISOString(),
      buyBestIsk: UNIT_PRICE_ISK,
      buyTop5Isk: UNIT_PRICE_ISK,
      sellBestIsk: UNIT_PRICE_ISK,
      sellTop5Isk: UNIT_PRICE_ISK,
      buyVolume: 1_000_000,
      sellVolume: 1_000_000,
      buyOrders: 3,
      sellOrders: 3,
      basePriceIsk: UNIT_PRICE_ISK,
      rateBp: program.rateBp,
      unitPriceIsk: UNIT_PRICE_ISK,
    }),
  }));
  const lineSumIsk = lines.reduce((sum, { totalIsk }) => sum + totalIsk, 0n);
  const totals = { totalIsk: floorToWholeIsk(lineSumIsk), lineSumIsk, volumeM3: 1 };
  return createQuote(
    container,
    {
      idempotencyKey: key,
      text: JSON.stringify(units),
      appraisal: { program, lines, totals, obstacle: null },
      order: { locationId: JITA_ID, receiverId },
    },
    maker,
    now,
  );
}

export type StockLevels = { readonly quantity: number; readonly reserved: number };

/** What there is of a type in the shop. */
export async function stockOf({ db }: Container, typeId = TRITANIUM_ID): Promise<StockLevels> {
  const { quantity, reserved } = await db.stock.findFirstOrThrow({ where: { typeId } });
  return { quantity: Number(quantity), reserved: Number(reserved) };
}
