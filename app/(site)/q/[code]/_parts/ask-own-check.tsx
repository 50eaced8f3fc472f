import { UserRoundSearch } from 'lucide-react';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';

type AskOwnCheckProps = {
  readonly quote: QuoteView;
  readonly isPending: boolean;
  readonly onAsk: () => void;
};

/** The offer to look with the pilot's own eyes, where the trader's list shows nothing. */
export function AskOwnCheck({ quote, isPending, onAsk }: AskOwnCheckProps) {
  if (quote.ownCheck === 'none') return null;
  if (quote.ownCheck === 'after-sign-in') {
    return (
      <p className="text-ink-2 text-meta">
        <a href={`/sign-in?callbackUrl=/q/${quote.shownCode}`} className="link">
          Sign in
        </a>{' '}
        to check with your character.
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button
        aria-disabled={isPending}
        className="max-desk:w-full"
        onClick={() => {
          if (!isPending) onAsk();
        }}
      >
        <UserRoundSearch aria-hidden="true" className="icon" />
        {isPending ? 'Reading your contracts…' : 'Check with my character'}
      </Button>
      <span className="text-ink-3 text-meta">
        Reads your own contracts once; needs your permission.
      </span>
    </div>
  );
}
