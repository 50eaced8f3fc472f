import { contractsForQuotes } from '#lib/features/contracts/for-quotes.ts';
import { loadQuotePage } from '#lib/features/quotes/load-quote-page.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import type { Container } from '#lib/server/container.ts';
import { readCodeParam } from './code-param.ts';

/**
 * What a quote's page shows to who looks.
 *
 * @param codeParam As it stands in the address.
 * @returns Null when no quote has this code.
 */
export async function findQuotePage(
  container: Container,
  codeParam: string,
  looker: Looker,
): Promise<QuotePage | null> {
  const code = readCodeParam(codeParam);
  return code === null ? null : loadQuotePage(container, contractsForQuotes, { code, looker });
}
