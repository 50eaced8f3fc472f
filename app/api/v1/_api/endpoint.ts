/**
 * One thing that a program can ask of the API: what it sends, what it gets, who may, and which use case
 * does it. The dispatcher, the OpenAPI document and the page about it are all made from these.
 *
 * @module
 */
import * as z from 'zod';
import { type CsvCell, toCsv } from '#lib/core/csv.ts';
import type { ApiScope } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import type { ApiCaller } from './api-caller.ts';
import type { Format } from './choose-format.ts';

export type ApiContext = {
  readonly container: Container;
  readonly caller: ApiCaller;
  readonly signal: AbortSignal;
  /** The same for each try to make the same thing under an Idempotency-Key; else new. */
  readonly seed: string;
};

/** What a request holds, before any schema has looked at it. */
export type RawInput = {
  readonly code: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export type Written = {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
};

type Reply<Value> = { readonly value: Value; readonly headers?: Readonly<Record<string, string>> };

type Facts = {
  readonly method: 'GET' | 'POST';
  /** Below /api/v1; `{code}` stands for a quote's code. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** What a key must be allowed; null: nothing. */
  readonly scope: ApiScope | null;
  /** Nobody may without a key. */
  readonly needsKey?: true;
  /** Makes or changes something: takes an Idempotency-Key. */
  readonly makes?: true;
  /** Takes what a guest made in its own name: the header Ageira-Claim. */
  readonly takesClaim?: true;
  readonly status: 200 | 201;
  /** What is refused beyond what any endpoint refuses, by status. */
  readonly refusals: Readonly<Record<number, string>>;
};

export type Endpoint = Facts & {
  readonly query: z.ZodObject | null;
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  readonly hasTable: boolean;
  /** @throws {z.ZodError} For what does not fit. */
  check(raw: RawInput): void;
  /** Check what came, do it, and write the answer. @throws {z.ZodError} For what does not fit. */
  perform(context: ApiContext, raw: RawInput, format: Format): Promise<Written>;
};

type Definition<
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = Facts & {
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  /** Its rows as a spreadsheet, the heads first. */
  readonly toTable?: (value: z.output<Answer>) => CsvCell[][];
  readonly run: (
    context: ApiContext,
    input: {
      readonly code: string;
      readonly query: z.output<Query>;
      readonly body: z.output<Body>;
    },
  ) => Promise<Reply<z.output<Answer>>>;
};

/** Types for what stands in a definition. */
export function defineEndpoint<
  Answer extends z.ZodType,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: Definition<Query, Body, Answer>): Endpoint {
  const { query, body, answer, toTable, run, ...facts } = definition;
  const querySchema = query ?? z.strictObject({});
  const bodySchema = body ?? z.undefined();
  const read = (raw: RawInput) => ({
    code: raw.code,
    // Of the schemas that the types are of.
    query: querySchema.parse(readQuery(raw.query, querySchema)) as z.output<Query>,
    body: bodySchema.parse(raw.body) as z.output<Body>,
  });
  return {
    ...facts,
    query: query ?? null,
    body: body ?? null,
    answer,
    hasTable: toTable !== undefined,
    check: (raw) => void read(raw),
    async perform(context, raw, format) {
      const reply = await run(context, read(raw));
      if (format === 'csv' && toTable) {
        const type = { 'Content-Type': 'text/csv; charset=utf-8' };
        return { text: toCsv(toTable(reply.value)), headers: { ...type, ...reply.headers } };
      }
      const type = { 'Content-Type': 'application/json' };
      const text = JSON.stringify(write(answer, reply.value));
      return { text, headers: { ...type, ...reply.headers } };
    },
  };
}

/**
 * Write what is ours as its schema has it, and no field more. Checked is only what somebody sends: the
 * patterns of each amount and time once more would take six times as long.
 */
function write<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>): z.input<Schema> {
  const payload = { value, issues: [] };
  const context = { direction: 'backward', async: false, skipChecks: true } as const;
  const outcome = schema._zod.run(payload, context);
  if (outcome instanceof Promise || outcome.issues.length > 0) return z.encode(schema, value);
  // By the schema's own account of itself.
  return outcome.value as z.input<Schema>;
}

/** What may stand several times is a list, however often it does; else the last would win unseen. */
function readQuery(search: URLSearchParams, { shape }: z.ZodObject): Record<string, unknown> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      const isList = unwrap(shape[name]) instanceof z.ZodArray;
      return [name, isList || values.length > 1 ? values : values[0]];
    }),
  );
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
