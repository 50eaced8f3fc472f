'use client';

import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { useState } from 'react';
import type { ContractView } from '#lib/features/contracts/schema.ts';
import { FindingIcon } from '#lib/ui/trade/finding-icon.tsx';
import { DetailSection } from './detail-section.tsx';
import { summarizeFindings } from './summarize-findings.ts';

type Finding = ContractView['findings'][number];

/** What differs, quoted against sent; what is right is named in one quiet line until asked for. */
export function DetailFindings({ findings }: { findings: readonly Finding[] }) {
  const [isShowingAll, setShowingAll] = useState(false);
  const right = findings.filter(({ level }) => level === 'ok');
  const wrong = findings.filter(({ level }) => level !== 'ok').toSorted(worstFirst);
  const shown = isShowingAll ? [...wrong, ...right] : wrong;

  return (
    <DetailSection id="findings" title="Findings" note={summarizeFindings(findings)}>
      {findings.length === 0 && (
        <p className="px-4 py-2 text-ink-2 max-desk:px-3">
          Its description names no quote, and nothing in it is like one: there is nothing to
          compare.
        </p>
      )}
      {shown.length > 0 && (
        <div
          aria-hidden="true"
          className="grid grid-cols-[16px_96px_minmax(0,1fr)_minmax(0,1fr)] wide:grid-cols-[16px_140px_minmax(0,1fr)_minmax(0,1fr)] gap-x-2 px-4 pb-0.5 text-right font-medium text-head text-ink-3 max-desk:px-3"
        >
          <span className="col-start-3">Quote says</span>
          <span>Contract has</span>
        </div>
      )}
      <ul className="divide-y divide-line-soft">
        {shown.map((finding) => (
          <FindingRow key={finding.check} finding={finding} />
        ))}
      </ul>
      {right.length > 0 && (
        <div className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2 border-line-soft border-t px-4 py-1.5 text-ink-3 text-meta max-desk:px-3">
          <Check aria-hidden="true" className="icon-s mt-px" />
          <span>{isShowingAll ? '' : right.map(toCheckName).join(', ')}</span>
          <button
            type="button"
            aria-expanded={isShowingAll}
            onClick={() => setShowingAll(!isShowingAll)}
            className="link min-h-6 text-ink-3 max-desk:min-h-10"
          >
            {isShowingAll ? 'Hide what is right' : `Show ${right.length}`}
          </button>
        </div>
      )}
    </DetailSection>
  );
}

function FindingRow({ finding }: { finding: Finding }) {
  const isQuiet = finding.level === 'ok' || finding.level === 'advice';
  // The description is text to compare letter by letter.
  const figures = finding.check === 'title' ? 'mono' : 'numeric';
  return (
    <li className="grid grid-cols-[16px_96px_minmax(0,1fr)_minmax(0,1fr)] wide:grid-cols-[16px_140px_minmax(0,1fr)_minmax(0,1fr)] gap-x-2 px-4 py-1.5 max-desk:px-3">
      <span className="mt-0.5">
        <FindingIcon level={finding.level} />
      </span>
      <span className={clsx('[overflow-wrap:anywhere]', isQuiet && 'text-ink-2')}>
        {finding.title}
      </span>
      <span className={clsx('text-right text-ink-2 [overflow-wrap:anywhere]', figures)}>
        <span className="sr-only">Quote says </span>
        {finding.expectedText}
      </span>
      <span
        className={clsx(
          'text-right [overflow-wrap:anywhere]',
          figures,
          isQuiet ? 'text-ink-2' : 'font-medium',
        )}
      >
        <span className="sr-only">Contract has </span>
        {finding.actualText}
      </span>
      {finding.level !== 'ok' && (
        <p className="col-span-3 col-start-2 text-ink-3 text-meta">{finding.message}</p>
      )}
    </li>
  );
}

const ORDER: Record<Finding['level'], number> = { fraud: 0, problem: 1, advice: 2, ok: 3 };

function worstFirst(a: Finding, b: Finding): number {
  return ORDER[a.level] - ORDER[b.level];
}

function toCheckName({ title }: Finding, index: number): string {
  return index === 0 ? title : title.toLowerCase();
}
