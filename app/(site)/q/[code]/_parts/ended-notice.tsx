import type { QuoteView, Standing } from '#lib/features/quotes/schema.ts';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';

const HOW: Record<NonNullable<Standing['ended']>['how'], string> = {
  rejected: 'was rejected',
  cancelled: 'was cancelled',
  deleted: 'was deleted in game',
  'ran-out': 'ran out in game',
  failed: 'failed in game',
};

/** The contract before came to nothing; the quote goes on, and the pilot should know both. */
export function EndedNotice({
  standing: { ended },
  side,
}: {
  standing: Standing;
  side: QuoteView['side'];
}) {
  if (!ended) return null;
  return (
    <Panel>
      <Notice kind="info" title={`Contract ${ended.contractId} ${HOW[ended.how]}`}>
        On <EveTime at={ended.at} style="date" />.{' '}
        {side === 'sells'
          ? 'The order still holds: the trader makes the contract again.'
          : 'The quote still holds: make the contract again with the values below.'}
      </Notice>
    </Panel>
  );
}
