import { LINE_END } from '#lib/core/paste/split-lines.ts';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import type { LineMark } from './paste-lines.tsx';

/**
 * Which lines of the text, counted from 1, to mark. The appraisal may be of a moment ago, so an
 * unread line is marked only where the text still has it.
 */
export function lineMarks(
  text: string,
  appraisal: Pick<Appraisal, 'refused' | 'unread'> | undefined,
): Map<number, LineMark> {
  const marks = new Map<number, LineMark>();
  if (!appraisal) return marks;
  const lines = text.split(LINE_END);
  for (const line of appraisal.refused.flatMap((refused) => refused.lines)) {
    marks.set(line, 'refused');
  }
  for (const { line, text: unreadText } of appraisal.unread) {
    if (lines[line - 1]?.includes(unreadText.trim())) marks.set(line, 'unread');
  }
  return marks;
}
