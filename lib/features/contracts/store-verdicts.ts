import { v7 as createId } from 'uuid';
import { contentOf, toStoredInput } from '#lib/core/matching/stored-input.ts';
import { CanonicalJson, hashJson, toCanonicalJson } from '#lib/server/canonical-json.ts';
import { toId } from '#lib/server/ids.ts';
import { type SqlValue, toJsonArray, toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import type { MatchSubject } from './build-match-input.ts';
import type { Match } from './find-matches.ts';

export type Judged = { readonly subject: MatchSubject; readonly match: Match | null };

/**
 * Keep verdicts with all that they were made from, each if it differs from the contract's last one.
 * A contract's verdicts follow one another, and the list that they were made from, also where clocks do not.
 *
 * @returns When those that are new were made, by contract id.
 */
export async function storeVerdicts(
  tx: SqlTx,
  judged: readonly Judged[],
  now: Date,
): Promise<ReadonlyMap<number, Date>> {
  if (judged.length === 0) return new Map();
  const rows = judged.map(toRow);
  const all = (pick: (row: ReturnType<typeof toRow>) => SqlValue) => toSqlArray(rows.map(pick));
  const made = await tx.$queryRaw<{ contract_id: bigint; created_at: Date }[]>`
    insert into verdict
      (id, contract_id, quote_id, verdict, relation, findings, input, input_hash, created_at)
    select id, contract_id, quote_id, kind::"VerdictKind", relation, findings, input, decode(hash, 'hex'),
      greatest(${now}::timestamptz, last.created_at + interval '1 ms', listed.last_seen_at + interval '1 ms')
    from rows from (
      unnest(${all(() => createId())}::uuid[]),
      unnest(${all(({ contractId }) => contractId)}::bigint[]),
      unnest(${all(({ quoteId }) => quoteId)}::uuid[]),
      unnest(${all(({ verdict }) => verdict)}::text[]),
      unnest(${all(({ relation }) => relation)}::text[]),
      jsonb_array_elements(${toJsonArray(rows.map(({ findings }) => findings))}::jsonb),
      jsonb_array_elements(${toJsonArray(rows.map(({ input }) => input))}::jsonb),
      unnest(${all(({ hash }) => hash)}::text[])
    ) as row(id, contract_id, quote_id, kind, relation, findings, input, hash)
    left join lateral (
      select created_at, input_hash from verdict where verdict.contract_id = row.contract_id
      order by created_at desc, verdict.id desc limit 1) last on true
    cross join lateral (select last_seen_at from contract where contract.id = row.contract_id) listed
    where hash is distinct from encode(last.input_hash, 'hex')
    returning contract_id, created_at`;
  return new Map(made.map(({ contract_id, created_at }) => [toId(contract_id), created_at]));
}

function toRow({ subject, match }: Judged) {
  const { contract, items } = subject;
  // Stored and hashed, and long: its fields are written once.
  const whole = match ? toStoredInput(match.input) : { contract, items };
  const stored = writeFields(whole);
  const others = 'otherContracts' in whole && { otherContracts: whole.otherContracts };
  const input = contentOf({ ...stored, ...others });
  const quoteId = match?.row.id ?? null;
  const codes = match?.result.findings.map(({ code }) => code) ?? [];
  return {
    contractId: contract.contractId,
    quoteId,
    verdict: match?.result.verdict ?? 'unmatched',
    relation: match?.result.relation ?? null,
    findings: toCanonicalJson(match?.result.findings ?? []),
    input: toCanonicalJson(stored),
    hash: hashJson({ input, quoteId, codes }),
  };
}

function writeFields(input: object): Record<string, CanonicalJson> {
  const fields = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([name, value]) => [name, new CanonicalJson(value)]));
}
