'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useActionState, useEffect } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { type CancelQuoteState, cancelQuoteAction } from '#app/(site)/_actions/cancel-quote.ts';
import { formatIsk } from '#lib/core/isk.ts';
import { quoteQuery } from '#lib/features/quotes/queries.ts';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ConfirmDialog } from '#lib/ui/primitives/confirm-dialog.tsx';

/** Gives the quote up, after asking once: there is no way back. */
export function CancelQuote({ quote }: { quote: QuoteView }) {
  const [outcome, submit, isPending] = useActionState(sendForm, { status: 'idle' });
  const queries = useQueryClient();
  const form = `cancel-${quote.code}`;

  useEffect(() => {
    if (outcome.status === 'idle') return;
    void queries.invalidateQueries({ queryKey: quoteQuery(quote.code).queryKey });
  }, [outcome, queries, quote.code]);

  return (
    <div>
      <form id={form} action={submit}>
        <input type="hidden" name="code" value={quote.code} />
      </form>
      <div className="-ml-2.5 max-desk:ml-0">
        <ConfirmDialog
          trigger="Cancel quote"
          title={
            <>
              Cancel <span className="mono">{quote.shownCode}</span>?
            </>
          }
          keepLabel="Keep quote"
          confirm={
            <Button type="submit" form={form} look="danger" aria-disabled={isPending || undefined}>
              {isPending ? 'Cancelling…' : 'Cancel quote'}
            </Button>
          }
        >
          The price of {formatIsk(quote.totalIsk, { decimals: false })} ISK is given up. A contract
          with this code will then not be accepted.
          {outcome.status === 'refused' && (
            <p role="alert" className="mt-2 text-warn">
              {outcome.message}
            </p>
          )}
        </ConfirmDialog>
      </div>
    </div>
  );
}

function sendForm(previous: CancelQuoteState, form: FormData): Promise<CancelQuoteState> {
  return reach(
    () => cancelQuoteAction(previous, form),
    (message) => ({ status: 'refused', message }),
  );
}
