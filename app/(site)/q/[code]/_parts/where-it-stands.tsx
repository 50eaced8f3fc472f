import type { ReactNode } from 'react';
import type { LiveState } from '#app/_parts/live/use-live.ts';
import { QUOTE_POLL_S } from '#lib/features/quotes/queries.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { Age } from '#lib/ui/trade/age.tsx';
import { Countdown } from '#lib/ui/trade/countdown.tsx';
import { LiveMark } from '#lib/ui/trade/live-mark.tsx';
import { Timeline } from '#lib/ui/trade/timeline.tsx';
import { RailSection } from './rail.tsx';
import { timelineSteps } from './timeline-steps.tsx';

type WhereItStandsProps = {
  readonly page: QuotePage;
  readonly live: LiveState;
  /** The last answer did not come; what is shown is from before. */
  readonly isFailing: boolean;
  readonly isTraderThere: boolean;
  readonly className?: string;
  /** What the looker may do meanwhile. */
  readonly children?: ReactNode;
};

const IS_OVER: ReadonlySet<string> = new Set(['paid', 'cancelled', 'expired']);

export function WhereItStands(props: WhereItStandsProps) {
  const { page, live, isFailing, isTraderThere, className, children } = props;
  const isOver = IS_OVER.has(page.standing.kind);
  const { steps, tone } = timelineSteps(page, isOver ? null : <NextLook page={page} />);
  return (
    <RailSection
      title="Where it stands"
      note={!isOver && <LiveMark state={live} everyS={QUOTE_POLL_S} isFailing={isFailing} />}
      {...(className === undefined ? {} : { className })}
    >
      <Timeline steps={steps} tone={tone} />
      {isTraderThere && !isOver && page.quote.role !== 'staff' && (
        <p className="mt-3 flex items-center gap-1.5 text-ink-2 text-meta">
          <i aria-hidden="true" className="size-1.5 rounded-full bg-gain" />A trader is online
        </p>
      )}
      {children && <div className="mt-3">{children}</div>}
      {page.quote.role === 'public' && !isOver && (
        <p className="mt-3 text-ink-3 text-meta">
          You see what everyone with the code sees. What to fix is shown to the pilot who made the
          quote or the contract: sign in as that pilot.
        </p>
      )}
    </RailSection>
  );
}

/** When the trader's list is read next; the pilot need not press anything. */
function NextLook({ page: { feed, now, standing, quote } }: { page: QuotePage }) {
  if (!feed.isRead) {
    return (
      <p className="mt-1 text-meta text-warn">
        The site can’t read the trader’s contracts at the moment: the trader has to allow it again.
        Your quote is safe meanwhile.
      </p>
    );
  }
  return (
    <div>
      {feed.nextPollAt && (
        <Countdown
          until={feed.nextPollAt}
          since={feed.lastCompleteAt}
          serverNow={now}
          label="Next look in"
          overdue="Looking now…"
        />
      )}
      <p className="mb-2">
        <Age asOf={feed.lastCompleteAt} nextAt={feed.nextPollAt} isStale={feed.isStale} />
      </p>
      {feed.isStale && (
        <p className="mb-2 text-ink-2 text-meta">
          EVE does not answer at the moment, so what you see is of that time. Nothing is lost: the
          list is read as soon as EVE answers.
        </p>
      )}
      {standing.kind === 'found-valid' && (
        <p className="mb-2 text-ink-2">
          {quote.side === 'sells'
            ? 'It is among your contracts in game.'
            : 'The trader has it in the inbox.'}
        </p>
      )}
    </div>
  );
}
