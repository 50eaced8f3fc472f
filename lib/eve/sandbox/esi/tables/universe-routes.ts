import { listFreelanceJobs } from '../freelance-jobs.ts';
import { daily, forSeconds } from '../freshness.ts';
import {
  getCategory,
  getGroup,
  getType,
  listCategories,
  listGroups,
  listTypes,
} from '../item-kinds.ts';
import { getRouteStatus, getSpecification, listCompatibilityDates } from '../meta.ts';
import {
  getConstellation,
  getRegion,
  getStation,
  getSystem,
  listRegions,
  listSystems,
} from '../places.ts';
import type { EsiRoute } from '../route.ts';
import { getStatus } from '../status.ts';
import { getStructure } from '../structures.ts';
import { listIds, listNames } from '../universe-names.ts';

const meta = {
  method: 'GET',
  bucket: { group: 'meta', tokens: 150 },
  freshness: forSeconds(600),
  maxAgeSeconds: 600,
} as const;
const fixed = { method: 'GET', freshness: daily } as const;
const named = { ...fixed, isTranslated: true } as const;

/** What there is in the universe, and how the server is. */
export const universeRoutes: readonly EsiRoute[] = [
  { method: 'POST', path: '/universe/names', answer: listNames },
  { method: 'POST', path: '/universe/ids', isTranslated: true, answer: listIds },
  { ...fixed, path: '/universe/types', paging: 'sliced', answer: listTypes },
  { ...named, path: '/universe/types/{type_id}', answer: getType },
  { ...fixed, path: '/universe/groups', paging: 'sliced', answer: listGroups },
  { ...named, path: '/universe/groups/{group_id}', answer: getGroup },
  { ...fixed, path: '/universe/categories', answer: listCategories },
  { ...named, path: '/universe/categories/{category_id}', answer: getCategory },
  { ...fixed, path: '/universe/regions', answer: listRegions },
  { ...named, path: '/universe/regions/{region_id}', answer: getRegion },
  { ...named, path: '/universe/constellations/{constellation_id}', answer: getConstellation },
  { ...fixed, path: '/universe/systems', answer: listSystems },
  { ...named, path: '/universe/systems/{system_id}', answer: getSystem },
  { ...fixed, path: '/universe/stations/{station_id}', answer: getStation },
  {
    method: 'GET',
    path: '/universe/structures/{structure_id}',
    scope: 'esi-universe.read_structures.v1',
    freshness: forSeconds(3_600),
    answer: getStructure,
  },
  {
    method: 'GET',
    path: '/freelance-jobs',
    bucket: { group: 'freelance-job', tokens: 900 },
    freshness: forSeconds(60),
    query: ['after', 'before', 'limit'],
    shapeDate: '2025-12-16',
    answer: listFreelanceJobs,
  },
  {
    method: 'GET',
    path: '/status',
    bucket: { group: 'status', tokens: 600 },
    freshness: forSeconds(30),
    answer: getStatus,
  },
  { ...meta, path: '/meta/compatibility-dates', answer: listCompatibilityDates },
  { ...meta, path: '/meta/status', shapeDate: '2025-11-06', answer: getRouteStatus },
  { ...meta, path: '/meta/openapi.json', isUnlisted: true, answer: getSpecification },
];
