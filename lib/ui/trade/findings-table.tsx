import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { FindingIcon } from './finding-icon.tsx';
import type { FindingView } from './finding-view.ts';

type FindingsTableProps = {
  readonly caption: string;
  /** Problems, fraud and advice; what is right goes into `ChecksAsQuoted`. */
  readonly findings: readonly FindingView[];
  /** What a pilot may copy to mend a check: `{ price: { label: 'Copy price', text: '112507268' } }`. */
  readonly copies?: Readonly<Record<string, { readonly label: string; readonly text: string }>>;
};

/** What differs: check, what the quote says, what the contract has, what to do. Cards on a phone. */
export function FindingsTable({ caption, findings, copies = {} }: FindingsTableProps) {
  return (
    <Table caption={caption} stacked="pairs" tall>
      <thead>
        <tr>
          <Head className="w-[21%]">Check</Head>
          <Head numeric className="w-[16%]">
            Quote says
          </Head>
          <Head numeric className="w-[16%]">
            Contract has
          </Head>
          <Head>What to do</Head>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <FindingRow key={finding.check} finding={finding}>
            {finding.level !== 'advice' && <CopyFix copy={copies[finding.check]} />}
          </FindingRow>
        ))}
      </tbody>
    </Table>
  );
}

function FindingRow({ finding, children }: { finding: FindingView; children: ReactNode }) {
  const isAdvice = finding.level === 'advice';
  return (
    <tr data-plain="" className={clsx(isAdvice && 'text-ink-2')}>
      <Cell slot="across">
        <span className="flex gap-2">
          <span className="mt-0.5 flex-none">
            <FindingIcon level={finding.level} />
          </span>
          <span className="font-medium">
            {finding.title}
            {isAdvice && (
              <span className="block font-normal text-ink-3 text-meta">advice, nothing to fix</span>
            )}
          </span>
        </span>
      </Cell>
      <Cell numeric label="Quote says" className="[overflow-wrap:anywhere]">
        {finding.expectedText}
      </Cell>
      <Cell
        numeric
        label="Contract has"
        className={clsx('[overflow-wrap:anywhere]', !isAdvice && 'font-semibold')}
      >
        {finding.actualText}
      </Cell>
      <Cell slot="across">
        <div className="flex items-start justify-between gap-3 max-desk:flex-col max-desk:gap-2">
          <div className="max-w-[68ch]">
            <p>{finding.message}</p>
            {finding.fix && <p className="text-ink-2">{finding.fix}</p>}
          </div>
          {children}
        </div>
      </Cell>
    </tr>
  );
}

function CopyFix({ copy }: { copy: { label: string; text: string } | undefined }) {
  if (!copy) return null;
  return (
    <CopyButton
      text={copy.text}
      label={copy.label}
      name={copy.label}
      className="desk:-my-1 max-desk:border-line-control"
    />
  );
}
