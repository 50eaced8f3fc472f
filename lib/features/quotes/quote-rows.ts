/**
 * A quote's rows, written in one go. A quote and its lines never change afterwards but for state,
 * owner and version.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { createQuoteCode } from '#lib/core/quote/code.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import { type QuoteTerms, quoteTermsSchema } from './schema.ts';

export type QuoteRow = {
  readonly id: string;
  readonly code: string;
  readonly programId: string;
  readonly accountId: string | null;
  readonly claimHash: Uint8Array<ArrayBuffer> | null;
  /** Null: made by no form that could be sent again. */
  readonly idempotencyKey: string | null;
  readonly formHash: Uint8Array<ArrayBuffer> | null;
  readonly side: 'buys' | 'sells';
  readonly total: bigint;
  /** Whole ISK, in hundredths, and the share that it is; both 0 where nothing is given away. */
  readonly donation: bigint;
  readonly donationBp: number;
  readonly lineSum: bigint;
  readonly volumeM3: number;
  readonly locationId: number;
  /** Of an order: the character that gets the contract. */
  readonly receiverId: number | null;
  readonly terms: QuoteTerms;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The quotes in whose place it is, if any: see the schema. */
  readonly former?: { readonly codes: readonly string[]; readonly firstMadeAt: Date };
};

export type QuoteLineRow = {
  readonly typeId: number;
  readonly blueprintCopy: boolean;
  readonly quantity: number;
  readonly unitPriceIsk: bigint;
  readonly totalIsk: bigint;
  readonly volumeM3: number;
  readonly evidence: unknown;
};

/** The quote that a form made earlier, if any, with the hash of what the form held. */
export async function readByKey(tx: Tx, idempotencyKey: string) {
  return tx.quote.findUnique({
    where: { idempotencyKey },
    select: { code: true, accountId: true, claimHash: true, formHash: true },
  });
}

export type Written =
  | { readonly isNew: true; readonly code: string }
  | { readonly isNew: false; readonly twin: NonNullable<Awaited<ReturnType<typeof readByKey>>> };

const RANDOM_BYTES = 16;
const CODE_TRIES = 8;

/** Write a quote and its lines under a code that no quote ever had, or find the one that its form made. */
export async function writeUnderFreshCode(
  tx: Tx,
  quote: Omit<QuoteRow, 'code'>,
  lines: readonly QuoteLineRow[],
): Promise<Written> {
  for (let i = 0; i < CODE_TRIES; i += 1) {
    const code = createQuoteCode(quote.terms.codePrefix, randomBytes(RANDOM_BYTES));
    if (await writeQuote(tx, { ...quote, code }, lines)) return { isNew: true, code };

    // The other way to collide: the same form arrived twice at the same moment.
    const twin = quote.idempotencyKey === null ? null : await readByKey(tx, quote.idempotencyKey);
    if (twin) return { isNew: false, twin };
  }
  throw new Error(`No free quote code in ${CODE_TRIES} tries`);
}

/** @returns False, with nothing written, when the code or the idempotency key is taken. */
async function writeQuote(
  tx: Tx,
  quote: QuoteRow,
  lines: readonly QuoteLineRow[],
): Promise<boolean> {
  const terms = JSON.stringify(quoteTermsSchema.encode(quote.terms));
  const written = await tx.$executeRaw`
    insert into quote
      (id, code, program_id, account_id, claim_hash, idempotency_key, form_hash, state, version, side, total,
       donation, donation_bp, line_sum, volume_m3, location_id, receiver_id, terms, created_at, expires_at,
       former_codes, first_made_at)
    values
      (${quote.id}::uuid, ${quote.code}, ${quote.programId}::uuid, ${quote.accountId}::uuid,
       ${quote.claimHash}, ${quote.idempotencyKey}::uuid, ${quote.formHash}, 'open', 1, ${quote.side}::"Side",
       ${quote.total}, ${quote.donation}, ${quote.donationBp}, ${quote.lineSum}, ${quote.volumeM3}, ${fromId(quote.locationId)},
       ${quote.receiverId === null ? null : fromId(quote.receiverId)}::bigint,
       ${terms}::jsonb, ${quote.createdAt}, ${quote.expiresAt},
       ${[...(quote.former?.codes ?? [])]}::text[], ${quote.former?.firstMadeAt ?? null})
    on conflict do nothing`;
  if (written === 0) return false;
  await writeLines(tx, quote.id, lines);
  return true;
}

/**
 * A hash of all that a quote promises, as the database holds it: what the audit keeps of its lines and
 * terms. `ageira check` makes it again.
 *
 * @returns SHA-256, hexadecimal.
 */
export async function hashPromise(tx: Tx, quoteId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ hash: string }[]>`
    select encode(sha256(convert_to((jsonb_build_object(
      'side', side, 'lineSum', line_sum, 'locationId', location_id, 'terms', terms,
      'lines', (select jsonb_agg(jsonb_build_array(
          type_id, blueprint_copy, quantity, unit_price, total, volume_m3, evidence) order by position)
        from quote_line where quote_id = quote.id))
      || case when donation_bp = 0 then '{}' else jsonb_build_object(
        'donation', donation, 'donationBp', donation_bp) end
      -- Where the trader buys there is none, and older hashes know of none.
      || case when receiver_id is null then '{}' else jsonb_build_object('receiverId', receiver_id) end
      )::text, 'UTF8')), 'hex') as hash
    from quote where id = ${quoteId}::uuid`;
  if (!row) throw new Error(`No quote ${quoteId}`);
  return row.hash;
}

/**
 * What the audit keeps of the browser that may claim a guest's quote: not which, so that the trail never
 * tells what one browser made. `ageira check` makes it again.
 *
 * @returns SHA-256 of the quote's id and the hash of the claim secret, hexadecimal; null for an account's.
 */
export function sealClaim({ id, claimHash }: Pick<QuoteRow, 'id' | 'claimHash'>): string | null {
  return claimHash && createHash('sha256').update(id).update(claimHash).digest('hex');
}

async function writeLines(tx: Tx, quoteId: string, lines: readonly QuoteLineRow[]): Promise<void> {
  await tx.$executeRaw`
    insert into quote_line
      (quote_id, position, type_id, blueprint_copy, quantity, unit_price, total, volume_m3, evidence)
    select ${quoteId}::uuid, position, type_id, blueprint_copy, quantity, unit_price, total,
      volume_m3, evidence::jsonb
    from unnest(
      ${lines.map((_, i) => i + 1)}::int[],
      ${lines.map(({ typeId }) => typeId)}::int[],
      ${lines.map(({ blueprintCopy }) => blueprintCopy)}::boolean[],
      ${lines.map(({ quantity }) => fromId(quantity))}::bigint[],
      ${lines.map(({ unitPriceIsk }) => unitPriceIsk)}::bigint[],
      ${lines.map(({ totalIsk }) => totalIsk)}::bigint[],
      ${lines.map(({ volumeM3 }) => volumeM3)}::float8[],
      ${lines.map(({ evidence }) => JSON.stringify(evidence))}::text[]
    ) as line(position, type_id, blueprint_copy, quantity, unit_price, total, volume_m3, evidence)`;
}
