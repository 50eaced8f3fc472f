import type { Container } from '#lib/server/container.ts';
import { ISSUES, toIssue } from './issues.ts';
import { type Looker, roleFor } from './looker.ts';
import type { ViewerRole } from './schema.ts';

/**
 * What a looker is for a quote, without the quote itself.
 *
 * @param code In its canonical form.
 * @returns Null when no quote has this code.
 */
export async function readRole(
  { db }: Pick<Container, 'db'>,
  code: string,
  looker: Looker,
): Promise<ViewerRole | null> {
  const row = await db.quote.findUnique({
    where: { code },
    select: { accountId: true, claimHash: true, contracts: ISSUES },
  });
  if (!row) return null;
  return roleFor(looker, { ...row, issues: row.contracts.map(toIssue) });
}
