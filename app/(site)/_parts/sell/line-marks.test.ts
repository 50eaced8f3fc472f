import { describe, expect, test } from 'vitest';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { lineMarks } from './line-marks.ts';

const REFUSED = {
  typeId: 22545,
  name: 'Hulk Blueprint',
  kind: 'blueprint',
  blueprintCopy: true,
  quantity: 2,
  reason: 'blueprint-copy',
  sentence: 'Not bought.',
  lines: [1, 3],
} as const;
const UNREAD = {
  line: 2,
  text: 'Veldspr\t10',
  reason: 'unknown-name',
  sentence: 'No item has this name.',
  quantity: 10,
  suggestions: [],
};

describe('marks at the lines of a paste', () => {
  test('unread and refused lines are told apart', () => {
    const marks = lineMarks(
      'Hulk Blueprint (Copy)\nVeldspr\t10\nHulk Blueprint (Copy)',
      appraised(),
    );
    expect([...marks]).toEqual([
      [1, 'refused'],
      [3, 'refused'],
      [2, 'unread'],
    ]);
  });

  test('a line that was mended since is no longer marked as unread', () => {
    const marks = lineMarks('Hulk Blueprint (Copy)\nVeldspar\t10', appraised());
    expect(marks.get(2)).toBeUndefined();
  });

  test('without an appraisal nothing is marked', () => {
    expect(lineMarks('Veldspar 10', undefined).size).toBe(0);
  });
});

function appraised(): Pick<Appraisal, 'refused' | 'unread'> {
  return { refused: [{ ...REFUSED, lines: [...REFUSED.lines] }], unread: [UNREAD] };
}
