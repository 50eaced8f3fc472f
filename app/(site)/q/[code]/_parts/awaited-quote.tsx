import { useMutation } from '@tanstack/react-query';
import type { LiveState } from '#app/_parts/live/use-live.ts';
import { checkOwnContracts } from '#lib/features/contracts/queries.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { AskOwnCheck } from './ask-own-check.tsx';
import { ContractFields } from './contract-fields.tsx';
import { EndedNotice } from './ended-notice.tsx';
import { OrderSteps } from './order-steps.tsx';
import { OwnCheckResult } from './own-check-result.tsx';
import { QuoteFacts } from './quote-facts.tsx';
import { QuotedItems } from './quoted-items.tsx';
import { UsualCauses } from './usual-causes.tsx';
import { WhereItStands } from './where-it-stands.tsx';

type AwaitedQuoteProps = {
  readonly page: QuotePage;
  readonly live: LiveState;
  readonly isFailing: boolean;
  readonly isTraderThere: boolean;
};

/** No contract to show: how to make it, what is in it, and when is looked next. */
export function AwaitedQuote({ page, live, isFailing, isTraderThere }: AwaitedQuoteProps) {
  const { quote, standing } = page;
  const isOpen = quote.state === 'open' && standing.kind !== 'expired';
  const check = useMutation({ mutationFn: () => checkOwnContracts(quote.code) });
  const ask = (
    <AskOwnCheck quote={quote} isPending={check.isPending} onAsk={() => check.mutate()} />
  );

  return (
    <>
      {isOpen && <OwnCheckResult quote={quote} answer={check.data} error={check.error} />}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,.92fr)_288px] grid-rows-[auto_1fr] items-start gap-4 max-wide:grid-cols-[minmax(0,1fr)_288px] max-wide:grid-rows-[auto_auto_1fr] max-desk:flex max-desk:flex-col max-desk:items-stretch max-desk:gap-3">
        <WhereItStands
          page={page}
          live={live}
          isFailing={isFailing}
          isTraderThere={isTraderThere}
          className="col-start-3 row-start-1 pt-2 max-wide:col-start-2"
        >
          {isOpen && standing.kind === 'waiting' && ask}
        </WhereItStands>
        {isOpen && (
          <div className="col-start-1 row-span-2 row-start-1 grid min-w-0 gap-4 max-desk:gap-3">
            <EndedNotice standing={standing} side={quote.side} />
            {standing.kind === 'not-seen' && <UsualCauses quote={quote}>{ask}</UsualCauses>}
            {quote.side === 'sells' ? (
              <OrderSteps quote={quote} />
            ) : (
              <ContractFields quote={quote} />
            )}
          </div>
        )}
        <div
          className={
            isOpen
              ? 'col-start-2 row-span-2 row-start-1 min-w-0 max-wide:col-start-1 max-wide:row-span-1 max-wide:row-start-3'
              : 'col-span-2 col-start-1 row-span-2 row-start-1 min-w-0 max-wide:col-span-1'
          }
        >
          <QuotedItems quote={quote} />
        </div>
        <div className="col-start-3 row-start-2 min-w-0 border-line border-t pt-4 max-wide:col-start-2 max-desk:grid max-desk:gap-3 max-desk:border-0 max-desk:pt-0">
          <QuoteFacts quote={quote} />
        </div>
      </div>
    </>
  );
}
