import { feedStatusFor } from '#lib/features/contracts/feed-status.ts';
import { getContractView } from '#lib/features/contracts/get-contract-view.ts';
import { getQuoteContracts } from '#lib/features/contracts/get-quote-contracts.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import type { QuoteContract, QuotePage } from '#lib/features/quotes/schema.ts';
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
  const issuerIds = looker.viewer?.characters.map(({ characterId }) => characterId) ?? [];
  // An issuer who is not the quote's owner learns about that contract alone, and not whose the quote is.
  const ownOnly = quote.role === 'issuer';
  const [seen, feed] = await Promise.all([
    quote.role === 'public'
      ? []
      : getQuoteContracts(container, quoteId, { now, issuerIds, ownOnly }),
    feedStatusFor(container, quote.assigneeId, quote.createdAt),
  ]);
  const judged = quote.role === 'owner' ? preferOwn(seen, issuerIds) : seen;
  const stands = standing({ quote, contracts: judged, feed, now });
  const contracts = await inFull(container, seen, stands.contractId);
  return {
    quote,
    contracts: ownOnly ? contracts.map(withoutOwner) : contracts,
    feed,
    standing: stands,
    now,
  };
}

/** The page speaks of one contract. Whoever has the code makes more of them, of hundreds of items each. */
async function inFull(
  container: Container,
  contracts: QuoteContract[],
  contractId: number | null,
): Promise<QuoteContract[]> {
  const full = contractId === null ? null : await getContractView(container, contractId);
  return contracts.map((each) => (full?.contractId === each.contractId ? full : each));
}

/** What a stranger makes with the code is not what the pilot is to mend. */
function preferOwn(contracts: QuoteContract[], issuerIds: readonly number[]): QuoteContract[] {
  const isOwn = ({ issuerId }: QuoteContract) => issuerIds.includes(issuerId);
  const hasOwn = contracts.some((contract) => isOwn(contract) && contract.goneAt === null);
  return hasOwn
    ? contracts.filter((contract) => isOwn(contract) || contract.verdict === 'valid')
    : contracts;
}

function withoutOwner(contract: QuoteContract): QuoteContract {
  return { ...contract, findings: contract.findings.map(hideOwner) };
}

function hideOwner(finding: QuoteContract['findings'][number]) {
  return finding.check === 'issuer' ? { ...finding, expectedText: ANOTHER_ACCOUNT } : finding;
}
