import { Lock } from 'lucide-react';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { QuoteStateTag } from '#lib/ui/trade/quote-state-tag.tsx';

const IS_OVER: ReadonlySet<string> = new Set(['completed', 'cancelled', 'expired']);

/** Code, state and sum: what one comes back for. */
export function QuoteHead({ page: { quote, standing, now } }: { page: QuotePage }) {
  const leftMs = quote.expiresAt.getTime() - now.getTime();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 max-desk:mb-3 max-desk:gap-x-3">
      <h1 className="whitespace-nowrap font-mono font-semibold text-figure tracking-[-0.01em] max-[359px]:text-[18px]">
        {quote.shownCode}
      </h1>
      <CopyButton text={quote.shownCode} name="Copy the code" className="-ml-3" />
      <QuoteStateTag standing={standing.kind} boxed />
      <span className="text-ink-2 max-desk:hidden">{quote.programName}</span>
      {!IS_OVER.has(quote.state) && leftMs > 0 && (
        <span className="inline-flex items-center gap-1.5 text-ink-3 text-meta max-desk:hidden">
          <Lock aria-hidden="true" className="icon-s" />
          <span>
            holds {formatSpan(leftMs)}, until <EveTime at={quote.expiresAt} style="date" />
          </span>
        </span>
      )}
      <p className="ml-auto max-desk:ml-0 max-desk:w-full">
        <Figure unit="ISK" large>
          <Isk amount={quote.totalIsk} decimals={false} />
        </Figure>
      </p>
    </div>
  );
}
