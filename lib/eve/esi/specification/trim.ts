/**
 * Cuts CCP's specification of ESI down to the routes of a trader. Types and limits are generated from it, and
 * the sandbox serves it and is held to it.
 *
 * `node --import tsx lib/eve/esi/specification/trim.ts < openapi.json > lib/eve/esi/specification/openapi.json`
 *
 * @module
 */
import { text } from 'node:stream/consumers';
import * as z from 'zod';

const ROUTES: readonly string[] = [
  'GET /characters/{character_id}/contracts',
  'GET /characters/{character_id}/contracts/{contract_id}/items',
  'GET /characters/{character_id}/contracts/{contract_id}/bids',
  'GET /corporations/{corporation_id}/contracts',
  'GET /corporations/{corporation_id}/contracts/{contract_id}/items',
  'GET /corporations/{corporation_id}/contracts/{contract_id}/bids',
  'GET /contracts/public/{region_id}',
  'GET /contracts/public/items/{contract_id}',
  'GET /contracts/public/bids/{contract_id}',
  'GET /markets/{region_id}/orders',
  'GET /markets/{region_id}/history',
  'GET /markets/{region_id}/types',
  'GET /markets/prices',
  'GET /markets/structures/{structure_id}',
  'GET /markets/groups',
  'GET /markets/groups/{market_group_id}',
  'GET /characters/{character_id}/orders',
  'GET /characters/{character_id}/orders/history',
  'GET /corporations/{corporation_id}/orders',
  'GET /corporations/{corporation_id}/orders/history',
  'GET /characters/{character_id}/assets',
  'POST /characters/{character_id}/assets/names',
  'POST /characters/{character_id}/assets/locations',
  'GET /corporations/{corporation_id}/assets',
  'POST /corporations/{corporation_id}/assets/names',
  'POST /corporations/{corporation_id}/assets/locations',
  'GET /characters/{character_id}/wallet',
  'GET /characters/{character_id}/wallet/journal',
  'GET /characters/{character_id}/wallet/transactions',
  'GET /corporations/{corporation_id}/wallets',
  'GET /corporations/{corporation_id}/wallets/{division}/journal',
  'GET /corporations/{corporation_id}/wallets/{division}/transactions',
  'POST /characters/{character_id}/mail',
  'POST /ui/openwindow/contract',
  'POST /ui/openwindow/information',
  'POST /ui/openwindow/marketdetails',
  'POST /ui/openwindow/newmail',
  'POST /characters/affiliation',
  'POST /universe/names',
  'POST /universe/ids',
  'GET /universe/types',
  'GET /universe/types/{type_id}',
  'GET /universe/groups',
  'GET /universe/groups/{group_id}',
  'GET /universe/categories',
  'GET /universe/categories/{category_id}',
  'GET /universe/regions',
  'GET /universe/regions/{region_id}',
  'GET /universe/constellations/{constellation_id}',
  'GET /universe/systems',
  'GET /universe/systems/{system_id}',
  'GET /universe/stations/{station_id}',
  'GET /universe/structures/{structure_id}',
  'GET /characters/{character_id}',
  'GET /characters/{character_id}/roles',
  'GET /corporations/{corporation_id}',
  'GET /corporations/{corporation_id}/roles',
  'GET /alliances/{alliance_id}',
  // Comes by cursors, as no list that a trader needs does yet.
  'GET /freelance-jobs',
  'GET /status',
  'GET /meta/status',
  'GET /meta/compatibility-dates',
];

const specificationSchema = z.looseObject({
  openapi: z.string(),
  info: z.record(z.string(), z.unknown()),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), z.unknown()),
    headers: z.record(z.string(), z.unknown()),
  }),
});

const full = specificationSchema.parse(JSON.parse(await text(process.stdin)));

const paths: Record<string, Record<string, unknown>> = {};
for (const route of ROUTES) {
  const [method = '', path = ''] = route.split(' ');
  const operation = full.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`The specification has no ${route}`);
  paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
}

const schemas: Record<string, unknown> = {};
collectSchemas(paths);

process.stdout.write(
  `${JSON.stringify(
    {
      openapi: full.openapi,
      // CCP gives it another name each time that it is fetched.
      info: { ...full.info, title: 'ESI' },
      paths,
      components: {
        schemas,
        parameters: openDate(full.components.parameters),
        headers: full.components.headers,
      },
    },
    null,
    1,
  )}\n`,
);

/** What these parts refer to, and what that refers to. */
function collectSchemas(part: unknown): void {
  for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (name in schemas) continue;
    schemas[name] = full.components.schemas[name];
    collectSchemas(schemas[name]);
  }
}

/** The only date that CCP names is the one that was asked for: any other is as good. */
function openDate(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = z.looseObject({ schema: z.looseObject({}) });
  const date = shape.parse(parameters.CompatibilityDate);
  const { enum: _echo, ...schema } = date.schema;
  return { ...parameters, CompatibilityDate: { ...date, schema } };
}
