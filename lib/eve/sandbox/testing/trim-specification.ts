/**
 * Cuts CCP's ESI specification down to the routes that the sandbox answers.
 *
 * `node --import tsx lib/eve/sandbox/testing/trim-specification.ts < openapi.json > lib/eve/sandbox/testing/openapi.json`
 *
 * @module
 */
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { esiRoutes } from '../esi/routes.ts';

const specificationSchema = z.looseObject({
  openapi: z.string(),
  info: z.record(z.string(), z.unknown()),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.unknown(),
    headers: z.unknown(),
  }),
});

const full = specificationSchema.parse(JSON.parse(await text(process.stdin)));

const paths: Record<string, Record<string, unknown>> = {};
for (const { method, path } of esiRoutes) {
  const operation = full.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`The specification has no ${method} ${path}`);
  paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
}

const schemas: Record<string, unknown> = {};
collectSchemas(paths);

process.stdout.write(
  `${JSON.stringify({
    openapi: full.openapi,
    info: full.info,
    paths,
    components: {
      schemas,
      parameters: full.components.parameters,
      headers: full.components.headers,
    },
  })}\n`,
);

function collectSchemas(part: unknown): void {
  for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (name in schemas) continue;
    schemas[name] = full.components.schemas[name];
    collectSchemas(schemas[name]);
  }
}
