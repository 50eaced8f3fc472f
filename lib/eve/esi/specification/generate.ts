/**
 * Makes `generated/` out of the trimmed specification: the types of all routes, and what their rules are.
 *
 * `node --import tsx lib/eve/esi/specification/generate.ts` (run by `npm run generate`)
 *
 * @module
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import * as z from 'zod';

const SPECIFICATION = new URL('./openapi.json', import.meta.url);
const FOLDER = new URL('../generated/', import.meta.url);
const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 };

const windowSchema = z
  .string()
  .regex(/^\d+[mh]$/)
  .transform((size) => Number(size.slice(0, -1)) * (UNITS_MS[size.slice(-1)] ?? 0));

const operationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ in: z.string().optional(), name: z.string().optional() })),
  security: z.array(z.object({ OAuth2: z.array(z.string()) })).default([]),
  'x-client-cache-ttl': z.int().optional(),
  'x-required-roles': z.array(z.string()).default([]),
  'x-rate-limit': z
    .object({ group: z.string(), 'max-tokens': z.int().positive(), 'window-size': windowSchema })
    .optional(),
});
const { paths } = z
  .looseObject({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) })
  .parse(JSON.parse(readFileSync(SPECIFICATION, 'utf8')));

const routes = Object.fromEntries(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      `${method.toUpperCase()} ${path}`,
      toFacts(operation),
    ]),
  ),
);

mkdirSync(FOLDER, { recursive: true });
write('schema.ts', astToString(await openapiTS(SPECIFICATION, { silent: true })));
write(
  'routes.ts',
  `// Made from openapi.json. Do not edit.\nexport const routes = ${JSON.stringify(routes, null, 2)} as const;\n`,
);

function toFacts(operation: z.output<typeof operationSchema>) {
  const limit = operation['x-rate-limit'];
  return {
    bucket: limit
      ? { group: limit.group, tokens: limit['max-tokens'], windowMs: limit['window-size'] }
      : null,
    cacheS: operation['x-client-cache-ttl'] ?? null,
    isPaged: operation.parameters.some((each) => each.in === 'query' && each.name === 'page'),
    scopes: operation.security.flatMap(({ OAuth2 }) => OAuth2),
    roles: operation['x-required-roles'],
  };
}

/** A file is there whole or not at all. */
function write(name: string, content: string): void {
  const path = new URL(name, FOLDER);
  const draft = new URL(`${name}.${process.pid}`, FOLDER);
  writeFileSync(draft, content);
  renameSync(draft, path);
}
