import type { Answer } from '../ask.ts';
import { API_ROUTES } from './api-routes.ts';
import { cells, EVERYBODY, type RouteRow } from './rows.ts';

const STAFF_ROUTE = cells('401 401 401 · 403 403 403 · 200 200 200 200');
const MANAGER_ROUTE = cells('401 401 401 · 403 403 403 · 403 403 200 200');

const reasonOf = ({ text }: Answer) => /"reason":"([\w-]+)"/.exec(text)?.[1] ?? '';
const roleOf = ({ text }: Answer) => /"role":"(\w+)"/.exec(text)?.[1] ?? '';
const errorOf = ({ headers }: Answer) => /error=(\w+)/.exec(String(headers.location))?.[1] ?? '';

export const ROUTES: readonly RouteRow[] = [
  ...API_ROUTES,
  {
    file: 'app/api/account/export/route.ts',
    method: 'GET',
    path: () => '/api/account/export',
    cells: cells('401 401 401 · 200 200 200 · 200 200 200 200'),
  },
  { file: 'app/api/health/route.ts', method: 'GET', path: () => '/api/health', cells: EVERYBODY },
  {
    file: 'app/api/metrics/route.ts',
    method: 'GET',
    path: () => '/api/metrics',
    cells: cells('404'),
  },
  { file: 'app/api/ores/route.ts', method: 'GET', path: () => '/api/ores', cells: EVERYBODY },
  {
    file: 'app/api/appraisals/route.ts',
    method: 'POST',
    path: () => '/api/appraisals',
    type: 'application/json',
    body: () => JSON.stringify({ text: 'Veldspar\t100' }),
    cells: EVERYBODY,
  },
  {
    file: 'app/api/quotes/[code]/route.ts',
    method: 'GET',
    path: ({ quoteCode }) => `/api/quotes/${quoteCode}`,
    reads: roleOf,
    cells: cells(
      '200:public 200:public 200:public · 200:owner 200:public 200:public · 200:staff 200:staff 200:staff 200:staff',
    ),
  },
  {
    file: 'app/api/quotes/[code]/check/route.ts',
    method: 'POST',
    path: ({ quoteCode }) => `/api/quotes/${quoteCode}/check`,
    reads: reasonOf,
    cells: cells(
      '401 401 401 · 403:no-permission 403:not-yours 403:not-yours · 403:not-yours 403:not-yours 403:not-yours 403:not-yours',
    ),
  },
  { file: 'app/api/orders/route.ts', method: 'GET', path: () => '/api/orders', cells: STAFF_ROUTE },
  { file: 'app/api/inbox/route.ts', method: 'GET', path: () => '/api/inbox', cells: STAFF_ROUTE },
  {
    file: 'app/api/workers/route.ts',
    method: 'GET',
    path: () => '/api/workers',
    cells: STAFF_ROUTE,
  },
  {
    file: 'app/api/contracts/[contractId]/route.ts',
    method: 'GET',
    path: ({ contractId }) => `/api/contracts/${contractId}`,
    cells: STAFF_ROUTE,
  },
  {
    file: 'app/api/contracts/[contractId]/open-window/route.ts',
    method: 'POST',
    path: ({ contractId }) => `/api/contracts/${contractId}/open-window`,
    reads: reasonOf,
    // Nobody of them has granted it; those without the role are not even told so.
    cells: cells(
      '401 401 401 · 403 403 403 · 403 403:no-permission 403:no-permission 403:no-permission',
    ),
  },
  {
    file: 'app/api/groups/route.ts',
    method: 'GET',
    path: () => '/api/groups?query=veld',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/scopes/route.ts',
    method: 'GET',
    path: () => '/api/scopes?query=veld',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/places/route.ts',
    method: 'GET',
    path: () => '/api/places?query=jita',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/parties/[partyId]/route.ts',
    method: 'GET',
    path: () => '/api/parties/9100000000001',
    cells: MANAGER_ROUTE,
  },
  {
    file: 'app/api/auth/[...nextauth]/route.ts',
    method: 'GET',
    path: () => '/api/auth/callback/eve?code=x&state=y',
    reads: errorOf,
    cells: cells('303:expired'),
  },
  {
    file: 'app/api/auth/start/route.ts',
    method: 'POST',
    path: () => '/api/auth/start',
    type: 'application/x-www-form-urlencoded',
    body: () => '',
    reads: errorOf,
    cells: cells('303'),
  },
  {
    file: 'app/api/auth/sign-out/route.ts',
    method: 'POST',
    path: () => '/api/auth/sign-out',
    endsSession: true,
    cells: cells('303'),
  },
];
