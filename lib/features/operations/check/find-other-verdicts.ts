import type pg from 'pg';
import * as z from 'zod';
import { findingSchema, type MatchResult } from '#lib/core/matching/finding.ts';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import { contentOf, readStoredInput } from '#lib/core/matching/stored-input.ts';
import { hashJson, toCanonicalJson } from '#lib/server/canonical-json.ts';
import type { Breach } from './invariant.ts';
import { readInBatches } from './read-in-batches.ts';

type Row = {
  readonly id: string;
  readonly contract_id: string;
  readonly quote_id: string | null;
  readonly verdict: string;
  readonly relation: string | null;
  readonly findings: unknown;
  readonly input: unknown;
  readonly input_hash: string;
};

/** Verdicts that do not come out again from what is stored with them. */
export async function* findOtherVerdicts(client: pg.ClientBase): AsyncGenerator<Breach> {
  const rows = readInBatches<Row>(
    client,
    `select id::text, contract_id::text, quote_id::text, verdict::text, relation, findings, input,
       encode(input_hash, 'hex') as input_hash from verdict`,
  );
  for await (const row of rows) {
    const what = judge(row);
    if (what === null) continue;
    yield {
      invariant: 'verdicts',
      probe: 'made-again',
      id: row.id,
      what: `contract ${row.contract_id}: ${what}`,
    };
  }
}

const NO_QUOTE: MatchResult = { verdict: 'unmatched', relation: 'none', findings: [] };
const inputObjectSchema = z.record(z.string(), z.json());

/** @returns What is wrong with the row; null: nothing. */
function judge(row: Row): string | null {
  const findings = findingSchema.array().safeParse(row.findings);
  if (!findings.success) return 'its findings cannot be read';
  const object = inputObjectSchema.safeParse(row.input);
  if (!object.success) return 'its input cannot be read';

  const codes = findings.data.map(({ code }) => code);
  const hash = hashJson({ input: contentOf(object.data), quoteId: row.quote_id, codes });
  if (hash !== row.input_hash) return 'its input was changed';

  // Without a quote there was nothing to match with.
  if (row.quote_id === null) return differsFrom(NO_QUOTE, row, null);
  const stored = readStoredInput(row.input);
  if (!stored.ok) return stored.reason;
  // An older matcher may have said otherwise; its input must still be readable.
  if (!stored.isOfThisMatcher) return null;
  const result = matchContract(stored.input);
  return differsFrom(result, row, result.relation);
}

function differsFrom(result: MatchResult, row: Row, relation: string | null): string | null {
  const isSame =
    row.verdict === result.verdict &&
    row.relation === relation &&
    toCanonicalJson(row.findings) === toCanonicalJson(result.findings);
  return isSame ? null : `says ${row.verdict}, made again it is ${result.verdict}`;
}
