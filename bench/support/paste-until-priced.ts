import { performance } from 'node:perf_hooks';
import type { Page } from '@playwright/test';
import { paste } from '#tests/support/trade.ts';

const PRICED_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 1_000;

/** A new site has no prices until its market worker has read its first books. */
export async function pasteUntilPriced(page: Page): Promise<void> {
  const givenUpMs = performance.now() + PRICED_WITHIN_MS;
  for (;;) {
    await paste(page, 'Veldspar\t10,000\nScordite\t500');
    if (await page.getByRole('button', { name: 'Get quote' }).first().isEnabled()) return;
    if (performance.now() > givenUpMs) throw new Error('The site has no prices');
    await page.waitForTimeout(LOOK_AGAIN_MS);
  }
}
