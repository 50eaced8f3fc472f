import {
  CircleCheck,
  CircleSlash,
  Hourglass,
  Lock,
  type LucideIcon,
  Replace,
  SearchX,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import { formatIsk } from '#lib/core/isk.ts';
import type { QuoteContract, QuotePage } from '#lib/features/quotes/schema.ts';
import { Banner } from '#lib/ui/primitives/banner.tsx';
import { buttonClasses } from '#lib/ui/primitives/button-classes.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import type { BannerMessage } from './banner-message.ts';
import { chooseOrderMessage } from './order-message.tsx';

type BannerProps = { readonly page: QuotePage; readonly contract: QuoteContract | null };

/** What happened and what to do about it, before anything else. Silent while all takes its course. */
export function StandingBanner({ page, contract }: BannerProps) {
  const message = chooseMessage(page, contract);
  if (!message) return null;
  const { icon, tone, title, body, actions } = message;
  return (
    <Banner icon={icon} tone={tone} title={title} actions={actions}>
      {body}
    </Banner>
  );
}

function chooseMessage(page: QuotePage, contract: QuoteContract | null): BannerMessage | null {
  const { quote, standing } = page;
  if (quote.side === 'sells') return chooseOrderMessage(page, contract);
  switch (standing.kind) {
    case 'found-fix':
      return fixMessage(page, contract);
    case 'suspicious':
      return {
        ...fixMessage(page, contract),
        icon: ShieldAlert,
        tone: 'loss',
        title: 'This contract is nothing like the quote',
      };
    case 'found-valid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'Your contract is as quoted',
        body: `Nothing more to do. The trader accepts it in game; you then receive ${formatIsk(contract?.priceIsk ?? quote.totalIsk, { decimals: false })} ISK.`,
      };
    case 'paid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'Accepted and paid',
        body: (
          <>
            The trader accepted the contract
            {standing.paidAt && (
              <>
                {' '}
                on <EveTime at={standing.paidAt} style="date" />
              </>
            )}
            . The ISK is in your wallet.
          </>
        ),
        actions: (
          <ButtonLink href="/" look="primary">
            Sell more
          </ButtonLink>
        ),
      };
    case 'partly-paid':
      return {
        icon: CircleCheck,
        tone: 'gain',
        title: 'Part of it is paid',
        body: 'A contract for a part of this quote was accepted. Make another for the rest while the quote holds.',
      };
    case 'not-seen':
      return {
        icon: SearchX,
        tone: 'warn',
        title: 'No contract seen yet',
        body: 'The trader’s contract list was read twice since this quote was made, and nothing in it fits. Have you made the contract? Then one of the usual causes below is likely.',
      };
    case 'expired':
      return overMessage(page, Hourglass, 'This quote has run out', 'Its prices no longer hold');
    case 'cancelled':
      if (quote.replacedBy !== null) return replacedMessage(quote.replacedBy);
      return overMessage(page, CircleSlash, 'This quote was cancelled', 'It was given up for good');
    case 'found':
      return quote.role === 'public' ? unseenMessage(quote) : null;
    case 'waiting':
      return null;
  }
}

/** A guest watched it until the contract of a known pilot took it along: say where it went. */
function unseenMessage({ shownCode }: QuotePage['quote']): BannerMessage {
  return {
    icon: Lock,
    tone: 'neutral',
    title: 'A contract for this quote was found',
    body: 'Its checks are shown to the pilot who made it, in that pilot’s account. This page still says when it is paid.',
    actions: (
      <ButtonLink href={`/sign-in?callbackUrl=/q/${shownCode}`} look="primary">
        Sign in as that pilot
      </ButtonLink>
    ),
  };
}

function fixMessage({ quote }: QuotePage, contract: QuoteContract | null): BannerMessage {
  const toFix = contract?.findings.filter(isToFix) ?? [];
  const [first] = toFix;
  if (first && toFix.every(({ isToWait }) => isToWait)) {
    return {
      icon: Hourglass,
      tone: 'neutral',
      title: 'Your contract waits for another one',
      body: `${first.message} ${first.fix ?? ''}`,
    };
  }
  const problems = toFix.length;
  return {
    icon: TriangleAlert,
    tone: 'warn',
    title: `Your contract differs in ${problems} ${problems === 1 ? 'point' : 'points'}`,
    body: (
      <>
        A contract can’t be changed in game. Delete it, then make it again with the values below;
        the quote holds until <EveTime at={quote.expiresAt} style="date" />.
      </>
    ),
    actions: (
      <a href="#fields" className={buttonClasses({ look: 'primary' })}>
        Show all fields
      </a>
    ),
  };
}

function replacedMessage(newCode: string): BannerMessage {
  return {
    icon: Replace,
    tone: 'neutral',
    title: 'What was sent is quoted anew',
    body: (
      <>
        At the same prices, under the code{' '}
        <b className="mono whitespace-nowrap text-ink">{newCode}</b>. A contract with the code of
        this quote counts for that one.
      </>
    ),
    actions: (
      <ButtonLink href={`/q/${newCode}`} look="primary">
        Open the new quote
      </ButtonLink>
    ),
  };
}

function overMessage(
  { quote }: QuotePage,
  icon: LucideIcon,
  title: string,
  reason: string,
): BannerMessage {
  const pasteAgain = quote.lines.map(({ name, quantity }) => `${name}\t${quantity}`).join('\n');
  return {
    icon,
    tone: 'neutral',
    title,
    body: `${reason}; a contract with this code will not be accepted. Copy the items and paste them for a new quote at today’s prices.`,
    actions: (
      <>
        <CopyButton text={pasteAgain} label="Copy items" name="Copy the items" />
        <ButtonLink href="/" look="primary">
          New quote
        </ButtonLink>
      </>
    ),
  };
}

function isToFix({ level }: { level: string }): boolean {
  return level === 'problem' || level === 'fraud';
}
