'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type DragEvent, type RefObject, useMemo } from 'react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { IconButton } from '#lib/ui/primitives/icon-button.tsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { lineMarks } from './line-marks.ts';
import { PasteBox } from './paste-box.tsx';
import { PasteFoot } from './paste-foot.tsx';
import { QuoteButton } from './quote-button.tsx';

type PastePanelProps = {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onFile: (file: File) => Promise<void>;
  readonly appraisal: Appraisal | undefined;
  readonly form: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

const EXAMPLE =
  'Veldspar\t10,000\nCompressed Scordite\t184,000\nMelted Nanoribbons\t214\nCompresed Spodumain\t1,200';

/** The pasted items: one text area from the first letter on, around it what is known of them. */
export function PastePanel(props: PastePanelProps) {
  const { text, onChange, onFile, appraisal, form, field } = props;
  const isEmpty = text.trim() === '';
  const marks = useMemo(() => lineMarks(text, appraisal), [text, appraisal]);

  function drop(event: DragEvent) {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void onFile(file);
  }

  function clear() {
    onChange('');
    field.current?.focus();
  }

  return (
    <section
      aria-label="Your items"
      onDragOver={allowFiles}
      onDrop={drop}
      className={clsx(
        'flex min-h-0 min-w-0 flex-col overflow-hidden rounded-panel border bg-surface-1',
        'has-[textarea:focus-visible]:border-accent has-[textarea:focus-visible]:outline-1 has-[textarea:focus-visible]:outline-accent',
        isEmpty
          ? 'h-80 border-line-control max-desk:h-58'
          : 'max-h-[calc(100dvh-8rem)] min-h-[420px] flex-1 border-line max-desk:h-56 max-desk:min-h-56 max-desk:flex-none',
      )}
    >
      {!isEmpty && (
        <div className="flex min-h-10 items-center gap-3 border-line border-b py-1 pr-1 pl-3">
          <h2 className="font-semibold">Your items</h2>
          <span className="ml-auto truncate text-ink-3 text-meta">
            {appraisal && `${countLines(appraisal.lineCount)}, ${appraisal.format}`}
          </span>
          <IconButton label="Clear the paste" onClick={clear}>
            <X aria-hidden="true" className="icon" />
          </IconButton>
        </div>
      )}
      <PasteBox ref={field} text={text} onChange={onChange} marks={marks} form={form} />
      {isEmpty ? (
        <div className="flex min-h-11 items-center gap-2 border-line-soft border-t px-3 py-1 text-ink-3 text-meta">
          <span className="flex items-center gap-1 max-desk:hidden">
            <Kbd>Ctrl V</Kbd> paste
          </span>
          <span className="ml-auto" />
          <Button look="quiet" onClick={() => onChange(EXAMPLE)}>
            Try an example
          </Button>
          <QuoteButton form={form} isReady={false} isPending={false} size="normal" />
        </div>
      ) : (
        <PasteFoot appraisal={appraisal} />
      )}
    </section>
  );
}

/** Without this the browser opens a dropped file in place of the page. */
function allowFiles(event: DragEvent) {
  if (event.dataTransfer.types.includes('Files')) event.preventDefault();
}

function countLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}
