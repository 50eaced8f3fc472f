/**
 * What a browser story starts with: people, the game, and a check for accessibility.
 *
 * @module
 */
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { noteSecrets } from './browser-secrets.ts';
import { GameClient } from './game-client.ts';

/** The sandbox's people: see lib/eve/sandbox/presets.ts. */
export const TRADER = 'Maren Tessidari';
export const SELLER = 'Ilya Torvanen';
export const SCAMMER = 'Nadir Esh';

export type Story = {
  /** Somebody at a computer of their own, not signed in; the page is at no address yet. */
  visitor(): Promise<Page>;
  /** A pilot at a computer of their own, signed in by EVE's sign-in page; the page is at `/`. */
  signIn(pilotName: string): Promise<Page>;
  /** The game client, playing a pilot. */
  play(pilotName: string): Promise<GameClient>;
};

export const test = base.extend<{ story: Story }>({
  story: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const violations: string[] = [];
    const open = async (baseURL: string) => {
      const context = await browser.newContext({ baseURL, locale: 'en-GB', timezoneId: 'UTC' });
      contexts.push(context);
      await watchPolicy(context, violations);
      return context.newPage();
    };

    await use({
      visitor: () => open(address('STORY_SITE_URL')),
      async signIn(pilotName) {
        const page = await open(address('STORY_SITE_URL'));
        await signIn(page, pilotName);
        return page;
      },
      async play(pilotName) {
        const game = new GameClient(await open(address('STORY_GAME_URL')));
        await game.play(pilotName);
        return game;
      },
    });
    for (const context of contexts) {
      await noteSecrets(context);
      await context.close();
    }
    expect(violations, 'what the policy of a page forbids').toEqual([]);
  },
});

export { expect };

/** Sign in from wherever the page is allowed to start: the site's own sign-in page. */
export async function signIn(page: Page, pilotName: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with EVE Online' }).last().click();
  await page.getByRole('button', { name: `Sign in as ${pilotName}` }).click();
  await expect(page.locator('summary', { hasText: pilotName })).toBeVisible();
}

/** Note what any page tried that its Content-Security-Policy forbids. */
async function watchPolicy(context: BrowserContext, violations: string[]): Promise<void> {
  context.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) violations.push(message.text());
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // biome-ignore lint/suspicious/noConsole: the way out of a page
      console.error(
        `Content-Security-Policy of ${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
      );
    });
  });
}

/** No finding of axe that keeps somebody out: nothing serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ target }) => target.join(' ')),
    }));
  expect(serious).toEqual([]);
}

function address(variable: 'STORY_SITE_URL' | 'STORY_GAME_URL'): string {
  const url = process.env[variable];
  if (!url) throw new Error('The stories need a running site: use npm run test:e2e');
  return url;
}
