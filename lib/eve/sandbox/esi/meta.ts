/**
 * What ESI says of itself.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Fault } from '../faults/schema.ts';
import { type EsiAnswer, type EsiAsk, ok } from './route.ts';

const DATES = [
  '2026-08-18',
  '2026-08-04',
  '2026-07-21',
  '2026-07-17',
  '2026-06-09',
  '2026-05-19',
  '2025-12-16',
  '2025-11-06',
  '2025-09-30',
  '2025-09-26',
  '2025-08-26',
  '2025-04-02',
  '2025-04-01',
  '2020-01-01',
];
/** CCP's own words, of which this repository keeps one copy: that which the types of the client are made of. */
const DOCUMENT = new URL('../../esi/specification/openapi.json', import.meta.url);
const documentSchema = z.looseObject({
  info: z.looseObject({}),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    parameters: z.looseObject({ CompatibilityDate: z.looseObject({}) }),
  }),
});
/** The name changes from day to day: nobody may take it for a version. */
const TITLES = ['EVE Soldier Inspiration (ESI)', 'EVE Sandbox Incarnation (ESI)'];

let document: z.output<typeof documentSchema> | undefined;
function readDocument() {
  document ??= documentSchema.parse(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  return document;
}

export function listCompatibilityDates({ now }: EsiAsk): EsiAnswer {
  const today = now.toISOString().slice(0, 10);
  return ok({ compatibility_dates: DATES.filter((date) => date <= today) });
}

/** The health of each route: what the faults that are set let expect. */
export function getRouteStatus({ parts }: EsiAsk): EsiAnswer {
  const { faults } = parts.store.world;
  const routes = Object.entries(readDocument().paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path,
      status: statusOf(faults, path),
    })),
  );
  return ok({ routes });
}

/** CCP's specification of the routes that the sandbox answers; only the date asked for is known to it. */
export function getSpecification({ now, askedDate }: EsiAsk): EsiAnswer {
  const { info, components, ...rest } = readDocument();
  const day = Math.floor(now.getTime() / 86_400_000);
  return ok({
    ...rest,
    info: { ...info, title: TITLES[day % TITLES.length], version: askedDate },
    components: {
      ...components,
      parameters: {
        ...components.parameters,
        CompatibilityDate: {
          ...components.parameters.CompatibilityDate,
          schema: { enum: [askedDate], format: 'date', type: 'string' },
        },
      },
    },
  });
}

function statusOf(faults: readonly Fault[], path: string): 'OK' | 'Degraded' | 'Down' {
  const fault = faults.find(
    ({ target, route, kind }) =>
      target === 'esi' && kind !== 'none' && (route === null || route === path),
  );
  if (!fault) return 'OK';
  return fault.percent === 100 && fault.count === null ? 'Down' : 'Degraded';
}
