import { describeFinding, type Names } from '#lib/core/matching/describe-finding.ts';
import {
  type Finding,
  findingSchema,
  type Level,
  type VerdictKind,
} from '#lib/core/matching/finding.ts';
import type { ShownFinding, ShownVerdict } from './schema.ts';

const WORST_FIRST: Record<Level, number> = { fraud: 0, problem: 1, advice: 2, ok: 3 };

/** Read findings as they are stored; one of a newer version that is not known here is left out. */
export function readFindings(stored: unknown): Finding[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((finding) => {
    const parsed = findingSchema.safeParse(finding);
    return parsed.success ? [parsed.data] : [];
  });
}

export function showFindings(
  findings: readonly Finding[],
  names: Names,
  side: 'buys' | 'sells',
): ShownFinding[] {
  return findings.map((finding) => ({
    check: finding.check,
    level: finding.level,
    isToWait: finding.code === 'quote-not-free-yet',
    ...describeFinding(finding, names, side),
  }));
}

/** What is not as quoted, worst first, in a word or two each. */
export function differences(findings: readonly Finding[], names: Names): string[] {
  return findings
    .filter(({ level }) => level !== 'ok')
    .toSorted((a, b) => WORST_FIRST[a.level] - WORST_FIRST[b.level])
    .map((finding) => describeFinding(finding, names).short);
}

/** One line for the history of a contract. */
export function summarize(
  verdict: VerdictKind,
  findings: readonly Finding[],
  names: Names,
): string {
  const list = differences(findings, names).join(', ');
  switch (verdict) {
    case 'valid':
      return list === '' ? 'As quoted in every point' : `Valid: ${list}`;
    case 'fix-needed':
      return `Needs fixing: ${list}`;
    case 'suspicious':
      return `Suspicious: ${list}`;
    case 'unmatched':
      return 'Fits no quote';
  }
}

/** Near misses stand apart, unless they are suspicious. */
export function shownVerdictOf(verdict: VerdictKind, relation: string | null): ShownVerdict {
  return relation === 'near-miss' && verdict !== 'suspicious' ? 'near-miss' : verdict;
}
