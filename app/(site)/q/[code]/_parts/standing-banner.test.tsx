import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { QuoteContract, QuotePage } from '#lib/features/quotes/schema.ts';
import { StandingBanner } from './standing-banner.tsx';

const PAGE = {
  quote: { expiresAt: new Date('2026-11-23T10:00:00Z') },
  standing: { kind: 'found-fix' },
} as QuotePage;

test.each([
  { name: 'to be mended', isToWait: [false], says: 'Delete it, then make it again' },
  { name: 'to be mended, and waits', isToWait: [true, false], says: 'differs in 2 points' },
  { name: 'only to wait', isToWait: [true], says: 'EVE’s next list tells' },
])('of a contract that is $name', ({ isToWait, says }) => {
  const findings = isToWait.map((each) => ({
    level: 'problem',
    isToWait: each,
    message: 'Another may have been accepted.',
    fix: 'EVE’s next list tells.',
  }));
  const contract = { findings } as unknown as QuoteContract;

  const page = renderToStaticMarkup(<StandingBanner page={PAGE} contract={contract} />);

  expect(page).toContain(says);
  if (isToWait.every(Boolean)) expect(page).not.toContain('Delete it');
});
