/**
 * CCP's own specification of the routes that the sandbox answers, and a check against it. It is the one that
 * the client's types are made of: what the two kits know of ESI cannot drift apart.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

const FILE = new URL('../../esi/specification/openapi.json', import.meta.url);

const operationSchema = z.looseObject({
  'x-compatibility-date': z.string(),
  'x-rate-limit': z
    .object({ group: z.string(), 'max-tokens': z.int(), 'window-size': z.string() })
    .optional(),
  'x-cache-age': z.int().optional(),
  'x-server-cache-mode': z.string().optional(),
  'x-required-roles': z.array(z.string()).optional(),
  security: z.array(z.object({ OAuth2: z.array(z.string()) })).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ headers: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'));

/** Path → method in lower case → operation. */
export const operations = z
  .looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })
  .parse(document).paths;

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
// Formats of OpenAPI say nothing that `type: integer` does not say already.
for (const name of ['int32', 'int64', 'double']) ajv.addFormat(name, true);
ajv.addSchema(closeObjects(document) as object, 'esi');

/**
 * What is wrong with an answer's body, as one line each; nothing when it is as specified.
 *
 * Stricter than the document: fields that it does not name are wrong too.
 */
export function findBreaches(
  method: string,
  path: string,
  status: '200' | '201',
  body: unknown,
): string[] {
  const parts = ['paths', path, method.toLowerCase(), 'responses', status, 'content'];
  return check([...parts, 'application/json', 'schema'], body);
}

/** What is wrong with the body of an error; the same for all routes, even for those that name none. */
export function findErrorBreaches(body: unknown): string[] {
  return check(['components', 'schemas', 'Error'], body);
}

/** What a call that goes well answers. */
export function specifiedStatus(method: string, path: string): '200' | '201' | '204' {
  const { responses } = operations[path]?.[method.toLowerCase()] ?? { responses: {} };
  if ('200' in responses) return '200';
  return '201' in responses ? '201' : '204';
}

/** The headers that an answer lacks: those specified, and those that the real ESI always sends. */
export function missingHeaders(method: string, path: string, headers: Headers): string[] {
  const named = operations[path]?.[method.toLowerCase()]?.responses['200']?.headers ?? {};
  // POST replies carry no cache headers on the real one, whatever the document lists.
  const wanted = method === 'GET' ? [...Object.keys(named), 'Expires', 'Date'] : ['Date'];
  return [...wanted, 'X-Esi-Request-Id', 'X-Compatibility-Date', 'Vary'].filter(
    (name) => !headers.has(name),
  );
}

function check(parts: readonly string[], body: unknown): string[] {
  const pointer = parts
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent)
    .join('/');
  const validate = ajv.compile({ $ref: `esi#/${pointer}` });
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function closeObjects(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closeObjects);
  if (typeof part !== 'object' || part === null) return part;
  const closed = Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, closeObjects(value)]),
  );
  const isObjectSchema = closed.type === 'object' && typeof closed.properties === 'object';
  return isObjectSchema ? { ...closed, additionalProperties: false } : closed;
}
