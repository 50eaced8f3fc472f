import { makeAppraisal } from './appraisals.ts';
import type { Endpoint } from './endpoint.ts';
import { listPrograms, readPrices } from './prices.ts';
import { checkQuote } from './quote-check.ts';
import { requoteQuote } from './quote-requote.ts';
import { cancelQuoteEndpoint, listOwnQuotes, makeQuote, readQuote } from './quotes.ts';
import { reprocessItems } from './reprocessing.ts';

/** All that the API does, in the order in which its page tells it. */
export const ENDPOINTS: readonly Endpoint[] = [
  makeAppraisal,
  listPrograms,
  makeQuote,
  listOwnQuotes,
  readQuote,
  cancelQuoteEndpoint,
  checkQuote,
  requoteQuote,
  readPrices,
  reprocessItems,
];
