import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { BookStatistics } from './book-statistics.ts';

/** What a unit price is made from. */
export type Basis = ProgramTerms['basis'];

/** A book's statistics, and when EVE made the book. */
export type HubPrice = BookStatistics & { readonly bookAt: Date };
