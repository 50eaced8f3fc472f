import type { Container } from '#lib/server/container.ts';
import { readContractViews } from './read-contract-views.ts';
import type { ContractView } from './schema.ts';

/**
 * The contracts of a quote, newest first: those that name it, and those that come near. Who may see
 * which is for the caller to decide.
 */
export async function getQuoteContracts(
  container: Container,
  quoteId: string,
): Promise<ContractView[]> {
  return readContractViews(container, { quoteId });
}
