import { test as base } from '@playwright/test';
import { type AccessSite, startAccessSite } from '#tests/support/access-site.ts';
import { PAGES } from './access-table.ts';
import { ask } from './ask.ts';

/** A database, its static data, a web process and a sandbox. */
const START_MS = 120_000;

/** One site for all files here. The manager of then has lost the role, and one account is blocked. */
export const test = base.extend<object, { site: AccessSite }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what is asked for
    async ({}, use) => {
      await using site = await startAccessSite();
      await demote(site);
      await warmUp(site);
      await use(site);
    },
    { scope: 'worker', timeout: START_MS },
  ],
});

/** A page's code is loaded for its first visitor: one after another, else they all wait for each other. */
async function warmUp(site: AccessSite): Promise<void> {
  const headers = { Cookie: site.people.owner.cookie, Accept: 'text/html' };
  for (const { path } of PAGES) await ask(site.url, path(site), { headers });
}

async function demote({ url, container, people }: AccessSite): Promise<void> {
  const { exManager, blocked } = people;
  const before = await ask(url, '/admin/inbox', { headers: { Cookie: exManager.cookie } });
  if (before.status !== 200) throw new Error('The manager of then is none to begin with');
  await container.db.account.update({
    where: { id: exManager.accountId ?? '' },
    data: { role: 'member' },
  });
  await container.db.account.update({
    where: { id: blocked.accountId ?? '' },
    data: { blockedAt: container.clock() },
  });
}
