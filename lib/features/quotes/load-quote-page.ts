import type { Container } from '#lib/server/container.ts';
import { getQuoteView } from './get-quote-view.ts';
import { isOwn, type Looker, type OwnCharacter } from './looker.ts';
import type { QuoteContract, QuotePage } from './schema.ts';
import { standing } from './standing.ts';

/** What is asked of contracts; whoever loads the page brings it along. */
export type QuoteContracts = {
  /** Those of a quote that the page may have to show, in short. */
  list(
    container: Container,
    quoteId: string,
    asked: {
      readonly now: Date;
      readonly issuers: readonly OwnCharacter[];
      readonly ownOnly: boolean;
    },
  ): Promise<QuoteContract[]>;
  inFull(container: Container, contractId: number): Promise<QuoteContract | null>;
  feedStatus(container: Container, assigneeId: number, since: Date): Promise<QuotePage['feed']>;
};

const ANOTHER_ACCOUNT = 'a pilot of another account';

/**
 * Join what a quote's page shows: the quote, the contracts that its looker may see, and how fresh
 * the trader's contract list is.
 *
 * @param code In its canonical form.
 * @returns Null when no quote has this code.
 */
export async function loadQuotePage(
  container: Container,
  contracts: QuoteContracts,
  { code, looker }: { readonly code: string; readonly looker: Looker },
): Promise<QuotePage | null> {
  const found = await getQuoteView(container, code, looker);
  if (!found) return null;

  const now = container.clock();
  const { quoteId, view: quote } = found;
  const issuers = looker.viewer?.characters ?? [];
  // An issuer who is not the quote's owner learns about that contract alone, and not whose the quote is.
  const ownOnly = quote.role === 'issuer';
  const [seen, feed] = await Promise.all([
    quote.role === 'public' ? [] : contracts.list(container, quoteId, { now, issuers, ownOnly }),
    contracts.feedStatus(container, quote.assigneeId, quote.createdAt),
  ]);
  const judged = quote.role === 'owner' ? preferOwn(seen, looker) : seen;
  // The trader makes an order's contract when the trader likes: that none is seen is nobody's mistake.
  const walks = quote.side === 'sells' ? { walksSince: 0 } : feed;
  const stands = standing({ quote, contracts: judged, feed: walks, now });
  const full =
    stands.contractId === null ? null : await contracts.inFull(container, stands.contractId);
  // The page speaks of one contract. Whoever has the code makes more of them, of hundreds of items each.
  const shown = seen.map((each) => (full?.contractId === each.contractId ? full : each));
  return {
    quote,
    contracts: ownOnly ? shown.map(withoutOwner) : shown,
    feed,
    standing: stands,
    now,
  };
}

/** What a stranger makes with the code is not what the pilot is to mend. */
function preferOwn(contracts: QuoteContract[], { viewer }: Looker): QuoteContract[] {
  const hasOwn = contracts.some((contract) => isOwn(viewer, contract) && contract.goneAt === null);
  return hasOwn
    ? contracts.filter((contract) => isOwn(viewer, contract) || contract.verdict === 'valid')
    : contracts;
}

function withoutOwner(contract: QuoteContract): QuoteContract {
  return { ...contract, findings: contract.findings.map(hideOwner) };
}

function hideOwner(finding: QuoteContract['findings'][number]) {
  return finding.check === 'issuer' ? { ...finding, expectedText: ANOTHER_ACCOUNT } : finding;
}
