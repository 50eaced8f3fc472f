/**
 * The contracts that are for a quote, as far as they decide who sees it.
 *
 * @module
 */
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import type { Issue } from './looker.ts';

/** What to select of a quote's contracts. */
export const ISSUES = {
  where: { relation: 'named' },
  select: { issuerId: true, dateIssued: true },
} as const satisfies Prisma.Quote$contractsArgs;

export function toIssue(row: { readonly issuerId: bigint; readonly dateIssued: Date }): Issue {
  return { issuerId: toId(row.issuerId), issuedAt: row.dateIssued };
}
