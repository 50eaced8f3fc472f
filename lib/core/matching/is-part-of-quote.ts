import type { Finding } from './finding.ts';

/** Whether a matched contract is one of several that deliver the quote together. */
export function isPartOfQuote(findings: readonly Pick<Finding, 'code'>[]): boolean {
  return findings.some(({ code }) => code === 'quote-split');
}
