import { clsx } from 'clsx';
import type { ContractField, QuoteView } from '#lib/features/quotes/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';

const STEPS = [
  [1, 'Type and receiver'],
  [2, 'Items'],
  [3, 'Terms'],
] as const;

/** The two that a contract fails on when they are wrong. */
const BIG: ReadonlySet<ContractField['field']> = new Set(['receive', 'description']);

/** The game's contract dialog, field by field in its order; only what must be typed can be copied. */
export function ContractFields({ quote }: { quote: QuoteView }) {
  return (
    <Panel id="fields" aria-labelledby="fields-title" className="scroll-mt-16">
      <PanelHead id="fields-title" title="Make this contract in game">
        <span className="max-desk:hidden">in the order of the game’s dialog</span>
      </PanelHead>
      {STEPS.map(([step, title]) => (
        <Step key={step} step={step} title={title}>
          <dl>
            {quote.contractFields
              .filter((field) => field.step === step)
              .map((field) => (
                <Field key={field.field} field={field} />
              ))}
          </dl>
        </Step>
      ))}
      <Step step={4}>
        <p className="py-1 text-ink-2">
          Press Finish. This page turns by itself when the contract is seen.
        </p>
      </Step>
      {quote.instructions !== '' && (
        <p className="whitespace-pre-line border-line border-t px-3 py-2 text-ink-2">
          <b className="font-medium text-ink">The trader adds: </b>
          {quote.instructions}
        </p>
      )}
    </Panel>
  );
}

function Step(props: { step: number; title?: string; children: React.ReactNode }) {
  const { step, title, children } = props;
  return (
    <div className="grid grid-cols-[28px_minmax(0,1fr)] border-line border-b py-2 last:border-b-0 max-desk:pr-1">
      <span className="pt-1 pl-3 font-medium text-ink-3 text-meta leading-5">{step}</span>
      <div>
        {title && <h3 className="pt-1.5 pb-0.5 font-medium text-ink-2 text-meta">{title}</h3>}
        {children}
      </div>
    </div>
  );
}

function Field({ field }: { field: ContractField }) {
  const { label, value, copy, note } = field;
  const isBig = BIG.has(field.field);
  return (
    <div className="grid min-h-8 grid-cols-[112px_minmax(0,1fr)_auto] items-center gap-x-3 pr-1 max-desk:grid-cols-[minmax(0,1fr)_auto] max-desk:py-1">
      <dt className="text-ink-3 max-desk:text-meta">{label}</dt>
      <dd
        className={clsx(
          'min-w-0 [overflow-wrap:anywhere] max-desk:col-start-1',
          isNothingToDo(field.field) ? 'text-ink-2' : 'font-medium',
          isBig && 'font-semibold! text-title',
          field.field === 'description' && 'font-mono',
        )}
      >
        {value}
        {field.field === 'receive' && (
          <span className="ml-1 font-normal text-ink-3 text-meta">ISK</span>
        )}
        {note && <span className="block font-normal text-ink-3 text-meta">{note}</span>}
      </dd>
      {copy !== null && (
        <dd className="max-desk:col-start-2 max-desk:row-span-2 max-desk:row-start-1">
          <CopyButton text={copy} label="Copy" name={`Copy: ${label}`} />
        </dd>
      )}
    </div>
  );
}

function isNothingToDo(field: ContractField['field']): boolean {
  return field === 'pay' || field === 'request';
}
