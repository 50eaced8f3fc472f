import { MessagePage } from '#app/_parts/message-page.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { WhyNoQuote } from './_parts/why-no-quote.tsx';

export default function NotFound() {
  return (
    <MessagePage
      title="No quote has this code"
      actions={
        <>
          <ButtonLink href="/q" look="primary">
            Type it again
          </ButtonLink>
          <ButtonLink href="/quotes">Your quotes</ButtonLink>
        </>
      }
    >
      <WhyNoQuote />
      <p className="mt-2">
        A code looks like <span className="mono text-ink">AT-7K3M-9QX2</span>. Compare it letter by
        letter with your quote, or look it up among your quotes.
      </p>
    </MessagePage>
  );
}
