import { z } from 'zod';
import { answers, events, MAX_RELAYED_LENGTH, refusal, relayed, requests } from './schemas.ts';

type JsonSchema = { readonly [keyword: string]: unknown };

export type ProtocolSchemas = {
  /** `data` of `{ cmd, id, data }`, by command. */
  readonly requests: { readonly [cmd: string]: JsonSchema };
  /** `data` of `{ id, ok: true, data }`, of commands that have any. */
  readonly answers: { readonly [cmd: string]: JsonSchema };
  /** `data` of `{ id, ok: false, data }`. */
  readonly refusal: JsonSchema;
  /** `data` of `{ cmd, data }`. */
  readonly events: { readonly [cmd: string]: JsonSchema };
};

/** The protocol as JSON Schemas (draft 2020-12). PROTOCOL.md shows them. */
export function describeProtocol(): ProtocolSchemas {
  return {
    requests: toJsonSchemas(requests),
    answers: toJsonSchemas(answers),
    refusal: toJsonSchema(refusal),
    events: toJsonSchemas(events),
  };
}

function toJsonSchemas(schemas: { readonly [cmd: string]: z.ZodType }) {
  return Object.fromEntries(
    Object.entries(schemas).map(([cmd, each]) => [cmd, toJsonSchema(each)]),
  );
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  const {
    $schema: _schema,
    $defs: _defs,
    ...described
  } = z.toJSONSchema(schema, {
    // A receiver passes over fields that it does not know.
    io: 'input',
    reused: 'inline',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema !== relayed) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.description = `Any JSON, of at most ${MAX_RELAYED_LENGTH} characters`;
    },
  });
  return described;
}
