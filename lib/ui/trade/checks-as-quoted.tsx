import { FindingIcon } from './finding-icon.tsx';
import type { FindingView } from './finding-view.ts';

type ChecksAsQuotedProps = {
  readonly findings: readonly FindingView[];
  /** Green ticks when the whole contract is right; quiet ones beside something to fix. */
  readonly isAllRight?: boolean;
};

/** The checks that are right, named all the same: quiet, in columns. */
export function ChecksAsQuoted({ findings, isAllRight = false }: ChecksAsQuotedProps) {
  return (
    <ul className="columns-3 gap-6 px-3 pt-1.5 pb-2.5 max-wide:columns-2 max-desk:columns-1">
      {findings.map((finding) => (
        <li
          key={finding.check}
          className="grid h-[26px] break-inside-avoid grid-cols-[16px_112px_minmax(0,1fr)] items-center gap-2 border-line-soft border-b text-ink-2 text-meta max-desk:h-8"
        >
          <span>
            <FindingIcon level={finding.level} isGood={isAllRight} />
          </span>
          <span className="truncate">{finding.title}</span>
          <span className="truncate text-ink-3" title={finding.actualText}>
            {finding.actualText}
          </span>
        </li>
      ))}
    </ul>
  );
}
