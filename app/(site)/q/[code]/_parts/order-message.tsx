import { CircleCheck, CircleSlash, Hourglass, ShieldAlert, TriangleAlert } from 'lucide-react';
import { formatIsk } from '#lib/core/isk.ts';
import type { QuoteContract, QuotePage } from '#lib/features/quotes/schema.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import type { BannerMessage } from './banner-message.ts';

/** What happened to an order and what its pilot does about it. Null while all takes its course. */
export function chooseOrderMessage(
  { quote, standing }: QuotePage,
  contract: QuoteContract | null,
): BannerMessage | null {
  const again = (
    <ButtonLink href="/shop" look="primary">
      To the shop
    </ButtonLink>
  );
  switch (standing.kind) {
    case 'found-valid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'The trader’s contract is as ordered',
        body: `Accept contract ${contract?.contractId ?? ''} in game. You pay ${formatIsk(contract?.priceIsk ?? quote.totalIsk, { decimals: false })} ISK and receive the items.`,
      };
    case 'found-fix':
    case 'suspicious':
      return {
        icon: standing.kind === 'suspicious' ? ShieldAlert : TriangleAlert,
        tone: standing.kind === 'suspicious' ? 'loss' : 'warn',
        title: 'Do not accept this contract',
        body: 'It is not what you ordered: see below. The trader is told, and makes it again.',
      };
    case 'paid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'Accepted',
        body: (
          <>
            You accepted the contract
            {standing.paidAt && (
              <>
                {' '}
                on <EveTime at={standing.paidAt} style="date" />
              </>
            )}
            . The items are in your hangar.
          </>
        ),
        actions: again,
      };
    case 'partly-paid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'Part of it is delivered',
        body: 'You accepted a contract for a part of this order. The trader makes another for the rest.',
      };
    case 'expired':
      return {
        icon: Hourglass,
        tone: 'neutral',
        title: 'This order has run out',
        body: 'Nothing is reserved for it any more. Order again at today’s prices.',
        actions: again,
      };
    case 'cancelled':
      return {
        icon: CircleSlash,
        tone: 'neutral',
        title: 'This order was cancelled',
        body: 'Nothing is reserved for it any more.',
        actions: again,
      };
    case 'waiting':
    case 'not-seen':
    case 'found':
      return null;
  }
}
