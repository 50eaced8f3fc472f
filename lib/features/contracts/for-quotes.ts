import { feedStatusFor } from './feed-status.ts';
import { getContractView } from './get-contract-view.ts';
import { getQuoteContracts } from './get-quote-contracts.ts';

/** What the page of a quote asks of contracts. */
export const contractsForQuotes = {
  list: getQuoteContracts,
  inFull: getContractView,
  feedStatus: feedStatusFor,
};
