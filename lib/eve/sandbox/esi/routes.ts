import type { EsiRoute } from './route.ts';
import { contractRoutes } from './tables/contract-routes.ts';
import { holdingRoutes } from './tables/holding-routes.ts';
import { marketRoutes } from './tables/market-routes.ts';
import { peopleRoutes } from './tables/people-routes.ts';
import { universeRoutes } from './tables/universe-routes.ts';

/** Every route that the sandbox answers, with the limits of CCP's specification. */
export const esiRoutes: readonly EsiRoute[] = [
  ...contractRoutes,
  ...marketRoutes,
  ...holdingRoutes,
  ...peopleRoutes,
  ...universeRoutes,
];
