import { clsx } from 'clsx';
import type { Ref } from 'react';
import { LINE_END } from '#lib/core/paste/split-lines.ts';
import { type LineMark, PasteGutter, PasteLines } from './paste-lines.tsx';

type PasteBoxProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly marks: ReadonlyMap<number, LineMark>;
  /** Ties the text to the form of "Get quote". */
  readonly form: string;
  readonly ref?: Ref<HTMLTextAreaElement>;
};

/** Beyond these a text is not drawn, numbered or marked: the browser shows its own, fast enough to type in. */
const MOST_DRAWN_LINES = 2_000;
const MOST_DRAWN_LETTERS = 200_000;

const PLACEHOLDER = 'Veldspar\t10,000\nCompressed Scordite\t184,000\nMelted Nanoribbons\t214';
/** Both layers must break, indent and measure text alike, or the caret leaves the words. */
const TEXT_LAYER =
  'col-start-2 row-start-1 m-0 min-h-full whitespace-pre px-2 py-2 [tab-size:26] max-desk:[tab-size:22]';

/**
 * The paste: a text area whose words are drawn by a layer under it, with numbered lines.
 *
 * The drawn layer gives the size, the text area covers it, and the box around both scrolls.
 */
export function PasteBox({ text, onChange, marks, form, ref }: PasteBoxProps) {
  const lines = linesToDraw(text);
  const isPlain = lines === null;
  const isBare = isPlain || text === '';
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-canvas font-mono text-[12px] leading-5 [font-variant-ligatures:none] max-desk:text-[16px] max-desk:leading-6">
      <div
        className={clsx(
          'grid min-h-full min-w-full',
          isBare ? 'grid-cols-[4px_minmax(0,1fr)]' : 'w-max grid-cols-[36px_minmax(0,1fr)]',
          isPlain && 'h-full',
        )}
      >
        <div
          aria-hidden="true"
          className={clsx(
            'sticky left-0 z-10 col-start-1 row-start-1 select-none bg-canvas py-2 text-right text-ink-3',
            !isBare && 'border-line-soft border-r',
          )}
        >
          {!isBare && <PasteGutter lines={lines} marks={marks} />}
        </div>
        <pre aria-hidden="true" className={clsx(TEXT_LAYER, 'pointer-events-none text-ink-2')}>
          {!isBare && <PasteLines lines={lines} marks={marks} />}
        </pre>
        <textarea
          ref={ref}
          name="text"
          form={form}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          aria-label="Pasted items"
          placeholder={PLACEHOLDER}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          className={clsx(
            TEXT_LAYER,
            'size-full resize-none bg-transparent caret-ink outline-none selection:bg-accent/25 placeholder:text-ink-3',
            isPlain
              ? // `auto` would lay it out twice, without scroll bars and with them.
                'overflow-scroll text-ink'
              : 'overflow-hidden text-transparent selection:text-transparent',
          )}
        />
      </div>
    </div>
  );
}

/** Null where there is more text than is drawn. */
function linesToDraw(text: string): readonly string[] | null {
  if (text.length > MOST_DRAWN_LETTERS) return null;
  const lines = text.split(LINE_END);
  return lines.length > MOST_DRAWN_LINES ? null : lines;
}
