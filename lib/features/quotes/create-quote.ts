import { createHash } from 'node:crypto';
import { v7 as createId } from 'uuid';
import type { LineEvidence } from '#lib/core/pricing/evidence.ts';
import { type CapReason, findCapRefusal, hasCap } from '#lib/core/program/daily-cap.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { describeShortages, type Shortage } from '#lib/core/stock/shortage.ts';
import { isStanding } from '#lib/server/accounts.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { readDailyUse } from '#lib/server/program-limits.ts';
import { holdStock, lockWanted } from '#lib/server/stock.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import {
  hashPromise,
  type QuoteRow,
  readByKey,
  sealClaim,
  writeUnderFreshCode,
} from './quote-rows.ts';

/** The part of an appraisal that a quote locks; made on the server within the same request. */
export type QuotableAppraisal = {
  readonly program: ProgramTerms;
  readonly lines: readonly {
    readonly typeId: number;
    readonly name: string;
    readonly blueprintCopy: boolean;
    readonly quantity: number;
    readonly unitPriceIsk: bigint;
    readonly totalIsk: bigint;
    readonly volumeM3: number;
    readonly evidence: LineEvidence;
  }[];
  readonly totals: {
    readonly totalIsk: bigint;
    readonly lineSumIsk: bigint;
    readonly volumeM3: number;
    /** What of the sum is given away; missing or null: nothing. */
    readonly donation?: { readonly shareBp: number; readonly amountIsk: bigint } | null;
  };
  /** Why it cannot be quoted; null when it can. */
  readonly obstacle: { readonly sentence: string } | null;
};

/** Whose quote it becomes. */
export type QuoteMaker =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'guest'; readonly claimHash: Uint8Array<ArrayBuffer> };

export type CreateQuoteOutcome =
  | { readonly ok: true; readonly code: string; readonly shownCode: string }
  | {
      readonly ok: false;
      readonly reason:
        | 'not-quotable'
        | 'terms-changed'
        | 'short-of-stock'
        | 'key-taken'
        | 'key-reused'
        | 'account-closed'
        | CapReason;
      readonly sentence: string;
    };

export type CreateQuoteInput = {
  readonly appraisal: QuotableAppraisal;
  /** What was appraised, as it was pasted. */
  readonly text: string;
  /** Made once per form: sending the form twice gives the same quote. */
  readonly idempotencyKey: string;
  /** Where the program sells: the place to take it from, and the character that gets the contract. */
  readonly order?: Order;
};

export type Order = { readonly locationId: number; readonly receiverId: number };

const HOUR_MS = 3_600_000;
const TERMS_CHANGED = 'The terms have just changed. Look at the new prices and press again.';
const KEY_REUSED =
  'This form was sent before with other items. Reload the page, and paste these items again.';
const ACCOUNT_CLOSED = 'Your session is over. Reload the page and sign in again.';
const ORDER_IN_SHOP = 'This program sells. Order in the shop.';
const KEY_TAKEN = 'This form was sent before by somebody else. Reload the page and try again.';

/** Lock an appraisal: write the quote, its lines with what made their prices, and a code for it. */
export async function createQuote(
  container: Container,
  { appraisal, text, idempotencyKey, order }: CreateQuoteInput,
  maker: QuoteMaker,
  now: Date,
): Promise<CreateQuoteOutcome> {
  const formHash = hashForm(appraisal, text, order);
  return transact(container, async (tx): Promise<CreateQuoteOutcome> => {
    // First of all: who sends a form again gets its quote, whatever became of the prices.
    const earlier = await readByKey(tx, idempotencyKey);
    if (earlier) return sameFormOrRefuse(earlier, formHash, maker);
    if (appraisal.obstacle) {
      return { ok: false, reason: 'not-quotable', sentence: appraisal.obstacle.sentence };
    }
    if (maker.kind === 'account' && !(await isStanding(tx, maker.accountId))) {
      return { ok: false, reason: 'account-closed', sentence: ACCOUNT_CLOSED };
    }
    if (!(await holdsStill(tx, appraisal.program))) {
      return { ok: false, reason: 'terms-changed', sentence: TERMS_CHANGED };
    }
    const overCap = await findOverCap(tx, appraisal, maker, now);
    if (overCap) return { ok: false, ...overCap };

    if ((appraisal.program.side === 'sells') !== (order !== undefined)) {
      return { ok: false, reason: 'not-quotable', sentence: ORDER_IN_SHOP };
    }
    const quote = { ...toQuoteRow(appraisal, { idempotencyKey, formHash }, maker, now), ...order };
    const stock = order && (await lockWanted(tx, quote, appraisal.lines));
    if (stock?.ok === false) {
      // The same form sent twice at once: the other one may have taken the last.
      const twin = await readByKey(tx, idempotencyKey);
      return twin ? sameFormOrRefuse(twin, formHash, maker) : shortOf(appraisal, stock.shortages);
    }
    const written = await writeUnderFreshCode(tx, quote, appraisal.lines);
    if (!written.isNew) return sameFormOrRefuse(written.twin, formHash, maker);
    if (stock) {
      await holdStock(tx, quote.id, { rows: stock.rows, wanted: appraisal.lines, at: now });
    }

    await recordChange(tx, {
      entity: 'quote',
      entityId: quote.id,
      version: 1,
      action: 'created',
      actorId: maker.kind === 'account' ? maker.accountId : null,
      before: null,
      after: {
        code: written.code,
        state: 'open',
        programId: quote.programId,
        programVersion: appraisal.program.programVersion,
        total: quote.total,
        donation: quote.donation,
        lines: appraisal.lines.length,
        promiseHash: await hashPromise(tx, quote.id),
        claimSeal: sealClaim(quote),
        expiresAt: quote.expiresAt,
        ...(order && { receiverId: quote.receiverId }),
      },
      at: now,
    });
    return success(written.code);
  });
}

/**
 * The share lock keeps the terms from changing until the quote that keeps them is written. Where a day has
 * a cap, makers also wait for each other: two who both saw what is left would both take it.
 */
async function holdsStill(
  tx: Tx,
  { programId, programVersion, limits }: ProgramTerms,
): Promise<boolean> {
  const locking = hasCap(limits) ? Prisma.sql`for no key update` : Prisma.sql`for share`;
  const rows = await tx.$queryRaw<{ version: number; is_open: boolean }[]>`
    select version, is_open from program where id = ${programId}::uuid ${locking}`;
  const [program] = rows;
  return program?.is_open === true && program.version === programVersion;
}

// A statement of its own, after the lock: it sees what those who held it before have written.
async function findOverCap(
  tx: Tx,
  { program, totals }: QuotableAppraisal,
  maker: QuoteMaker,
  now: Date,
) {
  if (!hasCap(program.limits)) return null;
  const accountId = maker.kind === 'account' ? maker.accountId : null;
  const use = await readDailyUse(tx, { ...program, accountId, now });
  return findCapRefusal(program.limits, use, totals.totalIsk);
}

type Earlier = NonNullable<Awaited<ReturnType<typeof readByKey>>>;

function toQuoteRow(
  { program, totals }: QuotableAppraisal,
  form: { readonly idempotencyKey: string; readonly formHash: Uint8Array<ArrayBuffer> },
  maker: QuoteMaker,
  now: Date,
): Omit<QuoteRow, 'code'> {
  const [place] = program.locations;
  if (!place) throw new TypeError(`Program ${program.programId} has no place`);
  return {
    id: createId(),
    programId: program.programId,
    accountId: maker.kind === 'account' ? maker.accountId : null,
    claimHash: maker.kind === 'guest' ? maker.claimHash : null,
    ...form,
    side: program.side,
    total: totals.totalIsk,
    donation: totals.donation?.amountIsk ?? 0n,
    donationBp: totals.donation?.shareBp ?? 0,
    lineSum: totals.lineSumIsk,
    volumeM3: totals.volumeM3,
    locationId: place.locationId,
    receiverId: null,
    terms: program,
    createdAt: now,
    expiresAt: new Date(now.getTime() + program.lifetimeHours * HOUR_MS),
  };
}

/** Of what the pilot gave, and of nothing that changes by itself, as prices do. */
function hashForm(
  { program: { programId }, totals: { donation } }: QuotableAppraisal,
  text: string,
  order: Order | undefined,
): Uint8Array<ArrayBuffer> {
  const head = donation ? `${programId} ${donation.shareBp}` : programId;
  const hash = createHash('sha256').update(`${head}\n${text}`);
  if (order) hash.update(`\n${order.locationId} ${order.receiverId}`);
  return Uint8Array.from(hash.digest());
}

function shortOf(
  { lines }: QuotableAppraisal,
  shortages: readonly Shortage[],
): Extract<CreateQuoteOutcome, { ok: false }> {
  const names = new Map(lines.map(({ typeId, name }) => [typeId, name]));
  const sentence = describeShortages(shortages, (id) => names.get(id) ?? `Type ${id}`);
  return { ok: false, reason: 'short-of-stock', sentence };
}

function sameFormOrRefuse(
  earlier: Earlier,
  formHash: Uint8Array,
  maker: QuoteMaker,
): CreateQuoteOutcome {
  if (!isSameMaker(earlier, maker)) {
    return { ok: false, reason: 'key-taken', sentence: KEY_TAKEN };
  }
  return isSameForm(earlier, formHash)
    ? success(earlier.code)
    : { ok: false, reason: 'key-reused', sentence: KEY_REUSED };
}

function isSameMaker({ accountId, claimHash }: Earlier, maker: QuoteMaker): boolean {
  if (maker.kind === 'account') return accountId === maker.accountId;
  return claimHash !== null && Buffer.compare(claimHash, maker.claimHash) === 0;
}

// A quote from before the hash was kept has none.
function isSameForm({ formHash }: Earlier, sent: Uint8Array): boolean {
  return formHash === null || Buffer.compare(formHash, sent) === 0;
}

function success(code: string): CreateQuoteOutcome {
  return { ok: true, code, shownCode: formatQuoteCode(code) };
}
