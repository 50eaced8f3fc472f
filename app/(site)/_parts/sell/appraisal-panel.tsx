import type { ReactNode, Ref } from 'react';
import type { Appraisal } from '#lib/features/appraisal/schema.ts';
import { BusyLine } from '#lib/ui/primitives/busy-line.tsx';
import { Button } from '#lib/ui/primitives/button.tsx';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel, PanelFoot } from '#lib/ui/primitives/panel.tsx';
import { AppraisalTable } from './appraisal-table.tsx';
import type { AppraisalQuery } from './appraiser.ts';
import { copyTableText } from './copy-table-text.ts';
import { describeLifetime } from './describe-terms.ts';
import { DonationField } from './donation-field.tsx';
import { Totals } from './totals.tsx';
import type { MendActions } from './unread-row.tsx';
import type { Donation } from './use-donation.ts';

type AppraisalPanelProps = MendActions & {
  readonly query: AppraisalQuery;
  /** "Get quote", and what the server said to it. */
  readonly action: ReactNode;
  readonly refusal: string | null;
  readonly donation: Donation;
  readonly ref?: Ref<HTMLElement>;
};

/** The right half: what each line is worth. The figures before stay while new ones are worked out. */
export function AppraisalPanel(props: AppraisalPanelProps) {
  const { query, action, refusal, donation, ref, ...mend } = props;
  const { data } = query;

  return (
    <Panel
      ref={ref}
      tabIndex={-1}
      aria-label="Appraisal"
      aria-busy={query.isFetching}
      className="outline-none"
    >
      {query.isError && (
        <Notice
          kind="error"
          role="alert"
          title="Not appraised"
          actions={<Button onClick={() => void query.refetch()}>Try again</Button>}
          className="border-line border-b"
        >
          {query.error.message} What you pasted is still here.
        </Notice>
      )}
      {data && (
        <>
          <Totals appraisal={data} action={action} />
          {data.program.limits.takesDonations && (
            <DonationField
              text={donation.text}
              error={donation.error}
              onChange={donation.change}
              totals={data.totals}
            />
          )}
          <BusyLine isBusy={query.isFetching} />
          <p role="status" className="sr-only">
            {!query.isFetching && summary(data)}
          </p>
          {refusal && (
            <Notice
              kind="info"
              role="alert"
              title="No quote was made"
              className="border-line border-b"
            >
              {refusal}
            </Notice>
          )}
          {data.obstacle && <Obstacle appraisal={data} />}
          <AppraisalTable appraisal={data} {...mend} />
          <PanelFoot>
            <span>
              The quote is in whole ISK, cut down, and holds for{' '}
              {describeLifetime(data.program.lifetimeHours)}.
              {data.counts.unread > 0 && ' Lines not read are left out of it.'}
            </span>
            <span className="ml-auto max-desk:hidden">
              <CopyButton text={copyTableText(data)} label="Copy table" name="Copy the table" />
            </span>
          </PanelFoot>
        </>
      )}
    </Panel>
  );
}

/** Why nothing can be quoted as it stands, in place of a button that fails. */
function Obstacle({ appraisal: { obstacle, prices } }: { appraisal: Appraisal }) {
  if (!obstacle) return null;
  const isAboutPrices = prices.isStale || prices.isMissing;
  return (
    <Notice
      kind={isAboutPrices ? 'warn' : 'info'}
      title={isAboutPrices ? 'No quote can be made now' : 'No quote can be made of this'}
      className="border-line border-b"
    >
      {obstacle.sentence}
    </Notice>
  );
}

function summary({ counts }: Appraisal): string {
  return `${counts.bought} bought, ${counts.refused} refused, ${counts.unread} not read`;
}
