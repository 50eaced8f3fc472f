import type { AccessSite } from '#tests/support/access-site.ts';
import type { Answer } from '../ask.ts';
import { cells, EVERYBODY, type RouteRow } from './rows.ts';

const file = 'app/api/v1/[[...path]]/route.ts';
const OTHER_FILE = 'app/api/[...path]/route.ts';
const type = 'application/json';
const needsNoDatabase = true;
const roleOf = ({ text }: Answer) => /"role":"(\w+)"/.exec(text)?.[1] ?? '';
const reasonOf = ({ text }: Answer) => /"reason":"([\w-]+)"/.exec(text)?.[1] ?? '';

const read = (path: string): Pick<RouteRow, 'file' | 'method' | 'path'> => ({
  file,
  method: 'GET',
  path: () => `/api/v1${path}`,
});
const send = (path: (site: AccessSite) => string): Pick<RouteRow, 'file' | 'method' | 'path'> => ({
  file,
  method: 'POST',
  path: (site) => `/api/v1${path(site)}`,
});

/**
 * The API knows people by their keys: whoever is signed in in a browser is anybody here, the owner of the
 * site, too. What keys may do stands in app/api/v1/_api/*.integration.test.ts.
 */
export const API_ROUTES: readonly RouteRow[] = [
  {
    ...read(''),
    file: OTHER_FILE,
    path: () => '/api/v2/programs',
    needsNoDatabase,
    cells: cells('404'),
  },
  {
    ...send(() => ''),
    file: OTHER_FILE,
    path: () => '/api/nothing',
    needsNoDatabase,
    cells: cells('404'),
  },
  { ...read('/openapi.json'), needsNoDatabase, cells: EVERYBODY },
  { ...read('/programs'), cells: EVERYBODY },
  { ...read('/prices?type=34'), cells: EVERYBODY },
  { ...read('/quotes'), needsNoDatabase, cells: cells('401') },
  { ...read('/nothing'), needsNoDatabase, cells: cells('404') },
  {
    ...read(''),
    path: ({ quoteCode }) => `/api/v1/quotes/${quoteCode}`,
    reads: roleOf,
    cells: cells('200:public'),
  },
  {
    ...send(() => '/appraisals'),
    type,
    body: () => JSON.stringify({ text: 'Veldspar\t100' }),
    cells: EVERYBODY,
  },
  {
    ...send(() => '/reprocessing'),
    needsNoDatabase,
    type,
    body: () => JSON.stringify({ items: [{ type: 1230, quantity: 100 }], yield: '0.5' }),
    cells: EVERYBODY,
  },
  {
    ...send(() => '/quotes'),
    needsNoDatabase,
    type,
    body: () => JSON.stringify({ text: 'Veldspar\t100' }),
    reads: reasonOf,
    cells: cells('422:no-claim'),
  },
  {
    ...send(({ quoteCode }) => `/quotes/${quoteCode}/cancel`),
    reads: reasonOf,
    cells: cells('403:not-yours'),
  },
  {
    ...send(({ quoteCode }) => `/quotes/${quoteCode}/requote`),
    type,
    body: () => JSON.stringify({ contractId: 1 }),
    reads: reasonOf,
    cells: cells('403:not-yours'),
  },
  {
    ...send(({ quoteCode }) => `/quotes/${quoteCode}/check`),
    needsNoDatabase,
    cells: cells('401'),
  },
];
