import { useRouter } from 'next/navigation';
import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { type RequoteState, requoteAction } from '#app/(site)/_actions/requote.ts';
import { formatIsk } from '#lib/core/isk.ts';
import { isGift, isWithinTolerance } from '#lib/core/matching/checks/tolerance.ts';
import { type RequoteOutcome, requoteSent } from '#lib/core/quote/requote.ts';
import type { QuoteContract, QuoteView } from '#lib/features/quotes/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ConfirmDialog } from '#lib/ui/primitives/confirm-dialog.tsx';
import { PanelFoot } from '#lib/ui/primitives/panel.tsx';

type RequoteSentProps = { readonly quote: QuoteView; readonly contract: QuoteContract };

/** What was sent in place of what was quoted, at the quote's own prices: one press makes a quote of it. */
export function RequoteSent({ quote, contract }: RequoteSentProps) {
  const outcome = workOut(quote, contract);
  if (!outcome) return null;
  if (!outcome.ok) {
    return outcome.reason === 'more-than-quoted' ? (
      <PanelFoot className="py-2 text-ink-2">
        More was sent than quoted. Send what was quoted, or ask the trader: only the trader can
        quote more at these prices.
      </PanelFoot>
    ) : null;
  }
  return <OfferRequote quote={quote} contract={contract} totalIsk={outcome.requote.totalIsk} />;
}

function workOut(
  quote: QuoteView,
  { items, findings, relation, verdict, status, goneAt }: QuoteContract,
): RequoteOutcome<QuoteView['lines'][number]> | null {
  const isUp = relation === 'named' && status === 'outstanding' && goneAt === null;
  if (quote.canRequote === 'no' || !isUp || verdict !== 'fix-needed') return null;
  const asksForItems = findings.some(
    ({ check, level }) => check === 'requested-items' && level !== 'ok',
  );
  if (asksForItems) return null;
  return requoteSent(quote.lines, items, {
    mayBeMore: quote.canRequote === 'anything',
    donationBp: quote.donation?.shareBp ?? 0,
  });
}

function OfferRequote({ quote, contract, totalIsk }: RequoteSentProps & { totalIsk: bigint }) {
  const router = useRouter();
  const [outcome, submit, isPending] = useActionState(
    async (previous: RequoteState, sent: FormData) => {
      const state = await sendForm(previous, sent);
      // Here, since the news that the quote is replaced may take this button away before the answer comes.
      if (state.status === 'made') router.push(`/q/${state.shownCode}`);
      return state;
    },
    { status: 'idle' },
  );
  const form = `requote-${quote.code}`;
  const isOnItsWay = isPending || outcome.status === 'made';
  const total = `${formatIsk(totalIsk, { decimals: false })} ISK`;

  return (
    <PanelFoot className="flex-wrap py-2">
      <form id={form} action={submit} className="hidden">
        <input type="hidden" name="code" value={quote.code} />
        <input type="hidden" name="contractId" value={contract.contractId} />
      </form>
      <p className="min-w-0 flex-1 basis-64 text-ink-2">
        At the prices of this quote, what was sent comes to <b className="text-ink">{total}</b>.
      </p>
      <ConfirmDialog
        trigger="Quote what was sent"
        title="Quote what was sent?"
        keepLabel="Keep this quote"
        confirm={
          <Button type="submit" form={form} look="primary" aria-disabled={isOnItsWay || undefined}>
            {isOnItsWay ? 'Quoting…' : 'Quote what was sent'}
          </Button>
        }
      >
        A quote of {total} takes the place of <span className="mono">{quote.shownCode}</span>, at
        the same prices and until the same time. {describeContract(quote, contract, totalIsk)}
        {outcome.status === 'refused' && (
          <p role="alert" className="mt-2 text-warn">
            {outcome.message}
          </p>
        )}
      </ConfirmDialog>
    </PanelFoot>
  );
}

function describeContract(
  { toleranceBp, toleranceIsk }: QuoteView,
  { priceIsk }: QuoteContract,
  totalIsk: bigint,
): string {
  const price = priceIsk ?? 0n;
  const tolerance = { toleranceBp, tolerance: toleranceIsk };
  if (isWithinTolerance(price, totalIsk, tolerance) || isGift(price, totalIsk)) {
    return 'The price of the contract fits: it need not be made again for that.';
  }
  return `The contract asks for ${formatIsk(price, { decimals: false })} ISK, so it has to be made again with the new price.`;
}

function sendForm(previous: RequoteState, form: FormData): Promise<RequoteState> {
  return reach(
    () => requoteAction(previous, form),
    (message) => ({ status: 'refused', message }),
  );
}
