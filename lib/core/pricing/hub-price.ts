import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { BookStatistics } from './book-statistics.ts';
import type { OrderBook } from './order-book.ts';
import type { PriceHistory } from './price-history.ts';

/** What a unit price is made from. */
export type Basis = ProgramTerms['basis'];

/** A book's statistics, and when EVE made the book. */
export type HubPrice = BookStatistics & {
  readonly bookAt: Date;
  /** There only where the depth of the book is asked for. */
  readonly levels?: OrderBook;
  /** There only where an average is asked for. */
  readonly history?: PriceHistory;
};
