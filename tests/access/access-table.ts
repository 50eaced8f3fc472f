/**
 * Who gets what from every page, route and server action there is. `access.spec.ts` asks a running site
 * for each cell, and fails for a file that is missing here.
 *
 * A cell is a status; with more after a colon (a reason, a role) where the status alone says too little.
 * `in` is the way to the sign-in page, `>/path` to another one. For actions it is what the caller is told.
 *
 * @module
 */
import { ACCOUNT_ACTIONS } from './table/account-actions.ts';
import { KEY_ACTIONS } from './table/key-actions.ts';
import { PROGRAM_ACTIONS } from './table/program-actions.ts';
import { QUOTE_ACTIONS } from './table/quote-actions.ts';
import type { ActionRow } from './table/rows.ts';
import { SHOP_ACTIONS } from './table/shop-actions.ts';

export { PAGES } from './table/pages.ts';
export { ROUTES } from './table/routes.ts';
export type { ActionRow, PageRow, RouteRow } from './table/rows.ts';

export const ACTIONS: readonly ActionRow[] = [
  ...QUOTE_ACTIONS,
  ...ACCOUNT_ACTIONS,
  ...KEY_ACTIONS,
  ...PROGRAM_ACTIONS,
  ...SHOP_ACTIONS,
];
