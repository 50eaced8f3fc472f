import type { ContractView } from '#lib/features/contracts/schema.ts';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { DetailSection } from './detail-section.tsx';

/** What happened to the quote and its contract, newest first. */
export function DetailHistory({ history }: { history: ContractView['history'] }) {
  return (
    <DetailSection id="history" title="History" note="EVE time">
      <ul className="grid gap-1 px-4 pb-2 max-desk:px-3">
        {history.map(({ at, text }) => (
          <li
            key={`${at.getTime()} ${text}`}
            className="grid grid-cols-[88px_minmax(0,1fr)] text-ink-2 text-meta"
          >
            <span className="text-ink-3">
              <EveTime at={at} style="date" isMarked={false} />
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </DetailSection>
  );
}
