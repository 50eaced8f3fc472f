/**
 * The OpenAPI 3.1 document of the API, made from the schemas that check what comes and goes.
 *
 * @module
 */
import * as z from 'zod';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import { problemSchema } from '#lib/core/problem-schema.ts';
import { programTermsSchema } from '#lib/core/program/terms.ts';
import { appraisalSchema, appraiseInputSchema } from '#lib/features/appraisal/schema.ts';
import { ownCheckSchema } from '#lib/features/contracts/schema.ts';
import { priceListSchema } from '#lib/features/prices/schema.ts';
import { CLAIM_HEADER } from '#lib/features/quotes/claim.ts';
import {
  publicQuoteSchema,
  quoteContractSchema,
  quoteListSchema,
  standingSchema,
} from '#lib/features/quotes/schema.ts';
import { reprocessedSchema, reprocessInputSchema } from '#lib/features/reprocessing/schema.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import { programListSchema } from './prices.ts';
import { requoteInputSchema } from './quote-requote.ts';

export type JsonObject = { readonly [name: string]: unknown };

const SCHEMA_PATH = '#/components/schemas/';

/** By the names under which clients are generated: another name breaks them. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Isk: iskSchema,
  Problem: problemSchema,
  Program: programTermsSchema,
  ProgramList: programListSchema,
  Evidence: lineEvidenceSchema,
  Paste: appraiseInputSchema,
  Appraisal: appraisalSchema,
  Quote: publicQuoteSchema,
  QuoteList: quoteListSchema,
  QuoteContract: quoteContractSchema,
  Standing: standingSchema,
  OwnCheck: ownCheckSchema,
  RequoteInput: requoteInputSchema,
  PriceList: priceListSchema,
  ReprocessInput: reprocessInputSchema,
  Reprocessed: reprocessedSchema,
};

/** What any endpoint may refuse. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'Not valid JSON, or not understood.',
  401: 'The key is none of this site, or was revoked.',
  403: 'Asked by a page of another site, or with a key that may not do this.',
  406: 'It is not answered in any format that “Accept” names.',
  422: 'Well formed, but not what is asked for: “detail” says what is wrong.',
  429: 'Too often: “Retry-After” says when again.',
  500: 'A fault of the site.',
  503: 'The site cannot answer for a moment: “Retry-After” says when again.',
};
const BODY_REFUSALS = { 413: 'Longer than 1 MiB.', 415: 'Not application/json.' };

const texts = new Map<string, string>();

/** As {@link makeOpenApi}, written once a process. @param publicUrl Origin of the site. */
export function writeOpenApi(publicUrl: string): string {
  const known = texts.get(publicUrl);
  if (known !== undefined) return known;
  const text = JSON.stringify(makeOpenApi(publicUrl));
  texts.set(publicUrl, text);
  return text;
}

/** Describe every endpoint. @param publicUrl Origin of the site. */
export function makeOpenApi(publicUrl: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ageira Trade',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    paths: listPaths(),
    components: {
      schemas: listSchemas(),
      headers: HEADERS,
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key that its pilot has made on the account’s page.',
        },
      },
    },
  };
}

const DESCRIPTION = [
  `Without a key everything that guests may do on the site, ${BUDGETS.apiGuests.points} requests a minute for an address; with one ${BUDGETS.apiKeys.points}.`,
  'Money is a decimal string of ISK in fields that end in “Isk”; times are ISO 8601 in UTC; ids are EVE’s numbers or UUIDs; rates are basis points. Fields may be added at any time.',
  'Every refusal is a problem (RFC 9457): “detail” is a sentence for people, “reason” a word for programs.',
].join('\n\n');

const HEADERS = {
  RateLimit: {
    description: 'What is left, and in how many seconds it is whole again: "key";r=299;t=60',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'How many requests in how many seconds: "key";q=300;w=60',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } },
};

function listSchemas(): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => SCHEMA_PATH + id,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [
      id,
      schema,
    ]),
  );
}

function listPaths(): Record<string, Record<string, JsonObject>> {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const endpoint of ENDPOINTS) {
    const path = paths[endpoint.path] ?? {};
    paths[endpoint.path] = path;
    path[endpoint.method.toLowerCase()] = toOperation(endpoint);
  }
  return paths;
}

function toOperation(endpoint: Endpoint): JsonObject {
  const { operationId, summary, description, body } = endpoint;
  const refusals = { ...REFUSALS, ...(body && BODY_REFUSALS), ...idempotency(endpoint) };
  const all = Object.entries({ ...refusals, ...endpoint.refusals });
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    security: [
      ...(endpoint.needsKey ? [] : [{}]),
      { key: endpoint.scope === null ? [] : [endpoint.scope] },
    ],
    parameters: listParameters(endpoint),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: refer(body) } } },
    }),
    responses: {
      [endpoint.status]: {
        description: endpoint.summary,
        headers: limitHeaders(),
        content: {
          'application/json': { schema: refer(endpoint.answer) },
          ...(endpoint.hasTable && { 'text/csv': { schema: { type: 'string' } } }),
        },
      },
      ...Object.fromEntries(all.map(([status, what]) => [status, toProblem(what)])),
    },
  };
}

function idempotency({ makes }: Endpoint): Record<number, string> {
  if (!makes) return {};
  return {
    409: 'A request with this Idempotency-Key is being answered.',
    422: 'The Idempotency-Key was used for another request.',
  };
}

function toProblem(description: string): JsonObject {
  return {
    description,
    headers: limitHeaders(),
    content: { 'application/problem+json': { schema: { $ref: `${SCHEMA_PATH}Problem` } } },
  };
}

function limitHeaders(): JsonObject {
  return Object.fromEntries(
    Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

function listParameters(endpoint: Endpoint): JsonObject[] {
  const parameters: JsonObject[] = [];
  if (endpoint.path.includes('{code}')) {
    parameters.push({
      name: 'code',
      in: 'path',
      required: true,
      description: 'Of the quote, however it is typed.',
      schema: { type: 'string', examples: ['AT-7K3M-9QX2'] },
    });
  }
  if (endpoint.query) parameters.push(...listQuery(endpoint.query));
  if (endpoint.makes) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'The same key and the same request: the same answer, for 24 hours, and nothing is made twice.',
      schema: { type: 'string', minLength: 1, maxLength: 257 },
    });
  }
  if (endpoint.takesClaim) {
    parameters.push({
      name: CLAIM_HEADER,
      in: 'header',
      description: 'Of a guest: the secret that its quotes are made with.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
    });
  }
  return parameters;
}

function listQuery(query: z.ZodObject): JsonObject[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const {
      $schema: _dialect,
      description,
      ...described
    } = z.toJSONSchema(schema as z.ZodType, {
      io: 'input',
    });
    const isOptional = schema instanceof z.ZodOptional;
    return { name, in: 'query', required: !isOptional, description, schema: described };
  });
}

function refer(schema: z.ZodType): JsonObject {
  const name = Object.keys(NAMED).find((each) => NAMED[each] === schema);
  if (name === undefined) throw new TypeError('A schema of the API has no name');
  return { $ref: SCHEMA_PATH + name };
}
