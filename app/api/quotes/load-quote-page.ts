import { feedStatusFor } from '#lib/features/contracts/feed-status.ts';
import { getQuoteContracts } from '#lib/features/contracts/get-quote-contracts.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import type { QuoteContract, QuotePage, QuoteView } from '#lib/features/quotes/schema.ts';
import { standing } from '#lib/features/quotes/standing.ts';
import type { Container } from '#lib/server/container.ts';
import { readCodeParam } from './code-param.ts';

const ANOTHER_ACCOUNT = 'a pilot of another account';

/**
 * Join what a quote's page shows: the quote, the contracts that its looker may see, and how fresh
 * the trader's contract list is.
 *
 * @param codeParam As it stands in the address.
 * @returns Null when no quote has this code.
 */
export async function loadQuotePage(
  container: Container,
  codeParam: string,
  looker: Looker,
): Promise<QuotePage | null> {
  const code = readCodeParam(codeParam);
  const found = code && (await getQuoteView(container, code, looker));
  if (!found) return null;

  const now = container.clock();
  const { quoteId, view: quote } = found;
  const [all, feed] = await Promise.all([
    quote.role === 'public' ? [] : getQuoteContracts(container, quoteId),
    feedStatusFor(container, quote.assigneeId, quote.createdAt),
  ]);
  const contracts = seenBy(looker, quote.role, all);
  return { quote, contracts, feed, standing: standing({ quote, contracts, feed, now }), now };
}

// An issuer who is not the quote's owner learns about that contract alone, and not whose the quote is.
function seenBy(
  { viewer }: Looker,
  role: QuoteView['role'],
  contracts: readonly QuoteContract[],
): QuoteContract[] {
  if (role !== 'issuer') return [...contracts];
  const own = new Set(viewer?.characters.map(({ characterId }) => characterId));
  return contracts
    .filter(({ issuerId }) => own.has(issuerId))
    .map((contract) => ({ ...contract, findings: contract.findings.map(hideOwner) }));
}

function hideOwner(finding: QuoteContract['findings'][number]) {
  return finding.check === 'issuer' ? { ...finding, expectedText: ANOTHER_ACCOUNT } : finding;
}
