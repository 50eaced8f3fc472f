type Level = 'ok' | 'advice' | 'problem' | 'fraud';

const WORDS: readonly (readonly [Level, one: string, many: string])[] = [
  ['fraud', 'warning', 'warnings'],
  ['problem', 'problem', 'problems'],
  ['advice', 'advice', 'advices'],
  ['ok', 'as quoted', 'as quoted'],
];

/** "2 problems, 1 advice, 15 as quoted" */
export function summarizeFindings(findings: readonly { readonly level: Level }[]): string {
  return WORDS.map(([level, one, many]) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
  })
    .filter(Boolean)
    .join(', ');
}
