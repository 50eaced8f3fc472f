import type { FindingCode, FindingValue } from './finding.ts';
import type { MatchCase } from './match-case.ts';

/** One check: what it finds, and what it shows for it. */
export type Rule = {
  /** Run for every contract. */
  readonly judge: (matchCase: MatchCase) => FindingCode;
  /** What the quote says and what the contract has: only for findings that somebody reads. */
  readonly show: (matchCase: MatchCase, code: FindingCode) => Shown;
};

export type Shown = readonly [expected: FindingValue, actual: FindingValue];
