import { clsx } from 'clsx';
import { memo } from 'react';
import { LINE_END } from '#lib/core/paste/split-lines.ts';

export type LineMark = 'unread' | 'refused';

type PasteLinesProps = {
  readonly text: string;
  readonly marks: ReadonlyMap<number, LineMark>;
};

/** Beyond this many lines they are shown plain: the table names the unread ones anyway. */
const MOST_MARKED_LINES = 2_000;

/** The pasted text as the eye sees it, under the transparent text area: names bright, unread lines underlined. */
export const PasteLines = memo(function PasteLines({ text, marks }: PasteLinesProps) {
  const lines = text.split(LINE_END);
  if (lines.length > MOST_MARKED_LINES) return `${text}\n`;

  return lines.map((line, index) => {
    const [name = '', ...rest] = line.split('\t');
    const isUnread = marks.get(index + 1) === 'unread';
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
      <span key={index}>
        <span
          className={clsx(
            isUnread
              ? 'text-ink-2 underline decoration-1 decoration-warn decoration-wavy underline-offset-3'
              : 'text-ink',
          )}
        >
          {name}
        </span>
        {rest.map((cell) => `\t${cell}`).join('')}
        {'\n'}
      </span>
    );
  });
});

/** Line numbers, with a stroke at those that were not read or not bought. */
export const PasteGutter = memo(function PasteGutter({ text, marks }: PasteLinesProps) {
  const count = Math.min(text.split(LINE_END).length, MOST_MARKED_LINES);
  return Array.from({ length: count }, (_, index) => {
    const mark = marks.get(index + 1);
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        key={index}
        className={clsx(
          'block pr-2',
          mark === 'unread' && 'text-warn shadow-[inset_2px_0_0_var(--color-warn)]',
          mark === 'refused' && 'text-ink-2 shadow-[inset_2px_0_0_var(--color-ink-3)]',
        )}
      >
        {index + 1}
      </span>
    );
  });
});
