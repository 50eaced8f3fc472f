import { cells, EVERYBODY, type PageRow } from './rows.ts';

const STAFF_PAGE = cells('in in in · 404 404 404 · 200 200 200 200');

export const PAGES: readonly PageRow[] = [
  { file: 'app/(site)/page.tsx', path: () => '/', cells: EVERYBODY },
  { file: 'app/(site)/market/page.tsx', path: () => '/market?q=veldspar', cells: EVERYBODY },
  { file: 'app/(site)/market/[typeId]/page.tsx', path: () => '/market/1230', cells: EVERYBODY },
  { file: 'app/(site)/shop/page.tsx', path: () => '/shop', cells: EVERYBODY },
  { file: 'app/(site)/ores/page.tsx', path: () => '/ores?kind=ice', cells: EVERYBODY },
  { file: 'app/(site)/how-to-sell/page.tsx', path: () => '/how-to-sell', cells: EVERYBODY },
  { file: 'app/(site)/api-docs/page.tsx', path: () => '/api-docs', cells: EVERYBODY },
  { file: 'app/(site)/privacy/page.tsx', path: () => '/privacy', cells: EVERYBODY },
  { file: 'app/(site)/q/page.tsx', path: () => '/q', cells: EVERYBODY },
  {
    file: 'app/(site)/sign-in/page.tsx',
    path: () => '/sign-in',
    cells: cells('200 200 200 · >/ >/ >/ · >/ >/ >/ >/'),
  },
  {
    file: 'app/(site)/q/[code]/page.tsx',
    path: ({ quoteCode }) => `/q/${quoteCode}`,
    cells: EVERYBODY,
    isProtected: true,
  },
  {
    file: 'app/(site)/quotes/page.tsx',
    path: () => '/quotes',
    cells: EVERYBODY,
    isProtected: true,
  },
  {
    file: 'app/(site)/account/page.tsx',
    path: () => '/account',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/(site)/account/allow/[purpose]/page.tsx',
    path: () => '/account/allow/contracts',
    cells: cells('in in in · 404 404 404 · 404 200 200 200'),
  },
  {
    file: 'app/(site)/account/delete/page.tsx',
    path: () => '/account/delete',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/(site)/account/deleted/page.tsx',
    path: () => '/account/deleted',
    cells: EVERYBODY,
  },
  {
    file: 'app/(site)/account/merge/page.tsx',
    path: () => '/account/merge',
    cells: cells('in in in · 200 200 200 · 200 200 200 200'),
    isProtected: true,
  },
  {
    file: 'app/admin/page.tsx',
    path: () => '/admin',
    cells: cells(
      'in in in · 404 404 404 · >/admin/inbox >/admin/inbox >/admin/inbox >/admin/inbox',
    ),
    isProtected: true,
  },
  {
    file: 'app/admin/inbox/page.tsx',
    path: () => '/admin/inbox',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/orders/page.tsx',
    path: () => '/admin/orders',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/stock/page.tsx',
    path: () => '/admin/stock',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/programs/page.tsx',
    path: () => '/admin/programs',
    cells: STAFF_PAGE,
    isProtected: true,
  },
  {
    file: 'app/admin/programs/[programId]/page.tsx',
    path: ({ programId }) => `/admin/programs/${programId}`,
    cells: STAFF_PAGE,
    isProtected: true,
  },
];
