import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';

/** What comes of an order, and who does what. */
export function OrderSteps({ quote }: { quote: QuoteView }) {
  return (
    <Panel aria-labelledby="order-steps">
      <PanelHead id="order-steps" title="Reserved for you" />
      <PanelBody>
        <ol className="grid list-decimal gap-2 pl-5 text-ink-2">
          <li>
            All of it is reserved until{' '}
            <b className="font-medium text-ink">
              <EveTime at={quote.expiresAt} style="date" />
            </b>
            .
          </li>
          <li>
            <b className="font-medium text-ink">{quote.assigneeName}</b> makes a contract for your
            pilot, with <span className="mono whitespace-nowrap text-ink">{quote.shownCode}</span>{' '}
            as its description. This page turns by itself when it is there, and says whether it is
            what you ordered.
          </li>
          <li>
            Accept it in game. It asks{' '}
            <b className="font-medium text-ink">
              <Isk amount={quote.totalIsk} decimals={false} /> ISK
            </b>
            , and nothing else.
          </li>
        </ol>
        {quote.instructions !== '' && (
          <p className="mt-3 whitespace-pre-line text-ink-2">
            <b className="font-medium text-ink">The trader adds: </b>
            {quote.instructions}
          </p>
        )}
      </PanelBody>
    </Panel>
  );
}
