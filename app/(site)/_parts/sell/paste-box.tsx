import { clsx } from 'clsx';
import type { Ref } from 'react';
import { type LineMark, PasteGutter, PasteLines } from './paste-lines.tsx';

type PasteBoxProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly marks: ReadonlyMap<number, LineMark>;
  /** More text than is read: it stays as it is, and is not drawn, numbered or marked. */
  readonly isTooMuch: boolean;
  /** Ties the text to the form of "Get quote". */
  readonly form: string;
  readonly ref?: Ref<HTMLTextAreaElement>;
};

const PLACEHOLDER = 'Veldspar\t10,000\nCompressed Scordite\t184,000\nMelted Nanoribbons\t214';
/** Both layers must break, indent and measure text alike, or the caret leaves the words. */
const TEXT_LAYER =
  'col-start-2 row-start-1 m-0 min-h-full whitespace-pre px-2 py-2 [tab-size:26] max-desk:[tab-size:22]';

/**
 * The paste: a text area whose words are drawn by a layer under it, with numbered lines.
 *
 * The drawn layer gives the size, the text area covers it, and the box around both scrolls.
 */
export function PasteBox({ text, onChange, marks, isTooMuch, form, ref }: PasteBoxProps) {
  const isBare = text === '' || isTooMuch;
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-canvas font-mono text-[12px] leading-5 [font-variant-ligatures:none] max-desk:text-[16px] max-desk:leading-6">
      <div
        className={clsx(
          'grid min-h-full min-w-full',
          isBare ? 'grid-cols-[4px_minmax(0,1fr)]' : 'w-max grid-cols-[36px_minmax(0,1fr)]',
          isTooMuch && 'h-full',
        )}
      >
        <div
          aria-hidden="true"
          className={clsx(
            'sticky left-0 z-10 col-start-1 row-start-1 select-none bg-canvas py-2 text-right text-ink-3',
            !isBare && 'border-line-soft border-r',
          )}
        >
          {!isBare && <PasteGutter text={text} marks={marks} />}
        </div>
        <pre aria-hidden="true" className={clsx(TEXT_LAYER, 'pointer-events-none text-ink-2')}>
          {!isBare && <PasteLines text={text} marks={marks} />}
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
            isTooMuch
              ? 'overflow-auto text-ink-2'
              : 'overflow-hidden text-transparent selection:text-transparent',
          )}
        />
      </div>
    </div>
  );
}
