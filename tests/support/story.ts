/**
 * What a browser story starts with: people, the game, and a check for accessibility.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test';
import { noteSecrets } from './browser-secrets.ts';
import { GameClient } from './game-client.ts';

/** The sandbox's people: see lib/eve/sandbox/presets.ts. */
export const TRADER = 'Maren Tessidari';
export const SELLER = 'Ilya Torvanen';
export const SCAMMER = 'Nadir Esh';

export type VisitorOptions = {
  readonly javaScriptEnabled?: boolean;
  /**
   * For pages that ask EVE themselves: the header that names an address would go along, and a browser
   * asks before it sends one of ours to others. Who signs in needs an address.
   */
  readonly hasNoAddress?: boolean;
};

export type Story = {
  /** Somebody at a computer of their own, not signed in; the page is at no address yet. */
  visitor(options?: VisitorOptions): Promise<Page>;
  /** A pilot at a computer of their own, signed in by EVE's sign-in page; the page is at `/`. */
  signIn(pilotName: string): Promise<Page>;
  /** The game client, playing a pilot. */
  play(pilotName: string): Promise<GameClient>;
};

export const test = base.extend<{ story: Story }>({
  story: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const violations: string[] = [];
    const open = async (baseURL: string, options: BrowserContextOptions = {}) => {
      const place = { baseURL, locale: 'en-GB', timezoneId: 'UTC' };
      const context = await browser.newContext({
        ...place,
        extraHTTPHeaders: ownAddress(),
        ...options,
      });
      contexts.push(context);
      await watchPolicy(context, violations);
      return context.newPage();
    };

    await use({
      visitor: ({ hasNoAddress = false, ...options } = {}) =>
        open(address('STORY_SITE_URL'), {
          ...options,
          ...(hasNoAddress ? { extraHTTPHeaders: {} } : {}),
        }),
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

export { expect, type Page };

/** Sign in from wherever the page is. */
export async function signIn(page: Page, pilotName: string): Promise<void> {
  await page.goto('/sign-in');
  await passSignIn(page, pilotName);
  await expect(page.locator('summary', { hasText: pilotName })).toBeVisible();
}

/** From the site's sign-in page, where the page is already, through EVE's. */
export async function passSignIn(page: Page, pilotName: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with EVE Online' }).last().click();
  await page.getByRole('button', { name: `Sign in as ${pilotName}` }).click();
}

/**
 * As the site's proxy would name a computer of its own: one address signs in ten times a minute,
 * and the people of all stories together do it more often.
 */
function ownAddress(): { 'X-Forwarded-For': string } {
  return { 'X-Forwarded-For': `198.18.${randomInt(256)}.${randomInt(1, 255)}` };
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
  // On the way from page to page the old title goes a moment before the new one comes.
  await expect(page).toHaveTitle(/./);
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
