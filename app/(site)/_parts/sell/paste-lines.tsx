import { clsx } from 'clsx';
import { memo } from 'react';

export type LineMark = 'unread' | 'refused';

type PasteLinesProps = {
  readonly lines: readonly string[];
  readonly marks: ReadonlyMap<number, LineMark>;
};

/** The pasted text as the eye sees it, under the transparent text area: names bright, unread lines underlined. */
export function PasteLines({ lines, marks }: PasteLinesProps) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
    <PasteLine key={index} line={line} isUnread={marks.get(index + 1) === 'unread'} />
  ));
}

/** Line numbers, with a stroke at those that were not read or not bought. */
export function PasteGutter({ lines, marks }: PasteLinesProps) {
  return lines.map((_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
    <LineNumber key={index} number={index + 1} mark={marks.get(index + 1)} />
  ));
}

/** A block of its own: a letter typed lays out its line, not two thousand. */
const PasteLine = memo(function PasteLine(props: {
  readonly line: string;
  readonly isUnread: boolean;
}) {
  const [name = '', ...rest] = props.line.split('\t');
  return (
    <span className="block">
      <span
        className={clsx(
          props.isUnread
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

const LineNumber = memo(function LineNumber(props: {
  readonly number: number;
  readonly mark: LineMark | undefined;
}) {
  return (
    <span
      className={clsx(
        'block pr-2',
        props.mark === 'unread' && 'text-warn shadow-[inset_2px_0_0_var(--color-warn)]',
        props.mark === 'refused' && 'text-ink-2 shadow-[inset_2px_0_0_var(--color-ink-3)]',
      )}
    >
      {props.number}
    </span>
  );
});
