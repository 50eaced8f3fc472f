import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { limit } from '#lib/server/limits.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { type AccessSite, MARKS, PEOPLE, type Who } from '#tests/support/access-site.ts';
import { ACTIONS, PAGES, ROUTES, type RouteRow } from './access-table.ts';
import { type Answer, ask, askUntilAnswered } from './ask.ts';
import { callAction, readActions, readOutcome } from './call-action.ts';
import { DISGUISES } from './disguises.ts';
import { findEntries } from './find-entries.ts';
import { test } from './site.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const AT_ONCE = 8;
/** Those for whom nothing of the staff's, or of the member's, is meant. */
const OUTSIDERS: readonly Who[] = ['nobody', 'guest', 'blocked', 'other', 'exManager'];

let site: AccessSite;

test.beforeAll(({ site: started }) => {
  site = started;
});

test('every page, route and action of the app is in the table, and nothing else', () => {
  const found = findEntries(ROOT);
  expect(PAGES.map(({ file }) => file).toSorted()).toEqual(found.pages);
  const routes = new Set(ROUTES.map(({ file, method }) => `${method} ${file}`));
  expect([...routes].toSorted()).toEqual(found.routes);
  const actions = new Set(ACTIONS.map(({ file, name }) => `${file}#${name}`));
  expect([...actions].toSorted()).toEqual(found.actions);
  // What is served is what stands in the files.
  expect([...readActions(site.buildFolder).keys()].toSorted()).toEqual(found.actions);
});

test('every page answers everybody as the table says', async () => {
  for (const { path, cells } of PAGES) {
    const target = path(site);
    const got = await forEverybody(async (who) =>
      readPage(await askUntilAnswered(site.url, target, headersOf(who))),
    );
    expect.soft(got, target).toEqual(cells);
  }
});

test('every route answers everybody as the table says', async () => {
  for (const row of ROUTES) {
    const got = await forEverybody(async (who) => {
      const answer = await ask(site.url, row.path(site), toAsked(row, who));
      if (row.endsSession) await site.signIn(who);
      const read = row.reads?.(answer);
      return read ? `${answer.status}:${read}` : `${answer.status}`;
    });
    expect.soft(got, `${row.method} ${row.path(site)}`).toEqual(row.cells);
  }
});

test('a route knows no method but its own', async () => {
  const known = new Set(ROUTES.map(({ method, file }) => `${method} ${file}`));
  for (const row of ROUTES) {
    for (const method of METHODS.filter((other) => !known.has(`${other} ${row.file}`))) {
      const { headers } = headersOf('owner');
      const { status } = await ask(site.url, row.path(site), {
        method,
        headers: { ...headers, Origin: site.url },
      });
      expect.soft(status, `${method} ${row.path(site)}`).toBe(405);
    }
  }
});

test('every action does for everybody what the table says, and nothing beyond', async () => {
  const ids = readActions(site.buildFolder);
  const done = ['made', 'saved', 'cancelled', '>/', '>/account', '>/account/deleted'];
  for (const row of ACTIONS) {
    const got: Record<string, string> = {};
    for (const who of PEOPLE) {
      // First: who calls may have another session by then.
      const input = await row.call(site, who);
      const answer = await callAction(site.url, {
        id: ids.get(`${row.file}#${row.name}`) ?? '',
        page: row.page(site),
        cookie: site.people[who].cookie,
        from: addressOf(who),
        input,
      });
      const outcome = readOutcome(answer);
      got[who] = outcome;
      const hasChanged = await row.changed(site, who);
      expect.soft(hasChanged, `${row.name} by ${who}: ${outcome}`).toBe(done.includes(outcome));
      if (row.endsSession) await site.signIn(who);
    }
    expect.soft(got, `${row.name}: ${row.about}`).toEqual(row.cells);
  }
});

test('every action that changes something is refused to who calls it too often', async () => {
  const ids = readActions(site.buildFolder);
  for (const row of ACTIONS) {
    if (!row.budget) continue;
    const who = PEOPLE.find((each) => /made|saved|cancelled/.test(row.cells[each])) ?? 'owner';
    const budget = BUDGETS[row.budget];
    const address = `127.0.1.${ACTIONS.indexOf(row) + 1}`;
    const input = await row.call(site, who);
    await limit(site.container, budget, address, budget.points);
    const answer = await callAction(site.url, {
      id: ids.get(`${row.file}#${row.name}`) ?? '',
      page: row.page(site),
      cookie: site.people[who].cookie,
      from: address,
      input,
    });
    const about = `${row.name}: ${row.about}`;
    expect.soft(answer.text, about).toMatch(/That was too often\. Try again in \d+ s\./);
    expect.soft(readOutcome(answer), about).toBe('refused');
    expect.soft(await row.changed(site, who), about).toBe(false);
    if (row.endsSession) await site.signIn(who);
  }
  const changing = ACTIONS.filter(({ cells }) =>
    /made|saved|cancelled|account/.test(cells.owner + cells.member + cells.guest),
  );
  expect(changing.filter(({ budget }) => !budget)).toEqual([]);
});

test('one’s data come as a file that nobody keeps, and not too often', async () => {
  const asked = { ...headersOf('member'), from: '127.0.2.1' };
  const { status, headers, text } = await ask(site.url, '/api/account/export', asked);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+\.json"$/);
  expect(JSON.parse(text)).toMatchObject({ account: { accountId: site.people.member.accountId } });

  await limit(site.container, BUDGETS.exports, '127.0.2.1', BUDGETS.exports.points);
  const refused = await ask(site.url, '/api/account/export', asked);
  expect(refused.status).toBe(429);
  expect(refused.headers['content-type']).toContain('text/html');
  expect(refused.text).toContain('That was too often');
});

test('what is not for somebody comes in no disguise of a page', async () => {
  const wrong: string[] = [];
  const others = OUTSIDERS.filter((who) => who !== 'nobody' && who !== 'other');
  const questions = PAGES.filter((page) => page.isProtected).flatMap((page) =>
    DISGUISES.flatMap((disguise, at) => {
      // A stranger and a member try each; the rest, who are one of the two to the site, take turns.
      const turn = others[at % others.length] ?? 'guest';
      return (['nobody', 'other', turn] as const).map((who) => ({ page, disguise, who }));
    }),
  );
  expect(DISGUISES.length).toBeGreaterThan(20);
  await eachOf(questions, async ({ page, disguise, who }) => {
    const path = page.path(site);
    const asked = headersOf(who);
    const headers = { ...asked.headers, ...disguise.headers?.(path) };
    const answer = await follow(disguise.target(path), { ...asked, headers });
    const shown = marksIn(answer).filter((mark) => !isFor(mark, who));
    if (shown.length > 0 || answer.status >= 500) {
      wrong.push(`${who} at ${path} ${disguise.name}: ${answer.status} ${shown.join()}`);
    }
  });
  expect(wrong).toEqual([]);
});

test('the marks are seen by those whom they are for, so that not seeing them means something', async () => {
  const seen = async (who: Who, path: string, name = 'as it is') => {
    const disguise = DISGUISES.find((each) => each.name === name);
    const asked = headersOf(who);
    const headers = { ...asked.headers, ...disguise?.headers?.(path) };
    return marksIn(await follow(disguise?.target(path) ?? path, { ...asked, headers }));
  };
  for (const way of ['as it is', 'as payload', 'as the page alone, its layouts being there']) {
    expect(await seen('viewer', '/admin/inbox', way), way).toEqual(['title', 'pilot', 'code']);
    expect(await seen('viewer', '/admin/programs', way), way).toEqual(['program']);
    const program = `/admin/programs/${site.programId}`;
    expect(await seen('viewer', program, way), way).toEqual(['program']);
    expect(await seen('member', '/account', way), way).toEqual(['pilot']);
    expect(await seen('member', '/quotes', way), way).toContain('code');
    expect(await seen('member', `/q/${site.quoteCode}`, way), way).toContain('title');
  }
});

test('nobody sees in another’s route what is not for them', async () => {
  for (const row of ROUTES) {
    for (const who of OUTSIDERS) {
      const answer = await ask(site.url, row.path(site), toAsked(row, who));
      if (row.endsSession) await site.signIn(who);
      expect
        .soft(
          marksIn(answer).filter((mark) => !isFor(mark, who)),
          row.file,
        )
        .toEqual([]);
    }
  }
});

test('the log names who was denied, and holds nobody’s cookie', async () => {
  const { people } = site;
  await ask(site.url, '/api/inbox', headersOf('other'));
  // Another’s words must not make lines of their own.
  await ask(
    site.url,
    '/api/auth/callback/eve?error=x%0d%0a{"msg":"denied"}&state=y',
    headersOf('other'),
  );
  const denials = () => readLog().filter(({ msg, accountId }) => msg === 'denied' && accountId);
  await expect
    .poll(() => denials().some(({ accountId }) => accountId === people.other.accountId))
    .toBe(true);
  expect(denials().every(({ role, needs, time }) => role && needs && time)).toBe(true);
  const text = JSON.stringify(readLog());
  const secrets = Object.values(people).flatMap(({ cookie }) => cookie.split('=')[1] ?? []);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

/** Our own lines; Next greets in words of its own. */
function readLog(): Record<string, unknown>[] {
  const lines = readFileSync(site.logPath, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}

type Mark = keyof typeof MARKS | 'code';

function marksIn({ text }: Answer): Mark[] {
  const found = (Object.keys(MARKS) as (keyof typeof MARKS)[]).filter((mark) =>
    text.includes(MARKS[mark]),
  );
  return text.includes(site.quoteCode) ? [...found, 'code'] : found;
}

// Whoever names a code knows it, so that an answer may name it again.
function isFor(mark: Mark, who: Who): boolean {
  if (mark === 'code') return true;
  return who === 'member' && mark !== 'program';
}

function readPage({ status, headers }: Answer): string {
  if (status !== 307) return `${status}`;
  const [path = ''] = String(headers.location).split('?');
  return path === '/sign-in' ? 'in' : `>${path}`;
}

/** Next sends a payload's address on to the one whose hash fits the headers, with ours still in it. */
async function follow(target: string, asked: Parameters<typeof ask>[2]): Promise<Answer> {
  const answer = await ask(site.url, target, asked);
  const hash = /[?&]_rsc=([\w-]+)$/.exec(String(answer.headers.location))?.[1];
  if (answer.status !== 307 || !hash) return answer;
  return ask(site.url, `${target.split('?', 1)[0]}?_rsc=${hash}`, asked);
}

function toAsked(row: RouteRow, who: Who): Parameters<typeof ask>[2] {
  const body = row.body?.(site);
  const asked = headersOf(who);
  return {
    ...asked,
    method: row.method,
    headers: {
      ...asked.headers,
      ...(row.method === 'POST' ? { Origin: site.url } : {}),
      ...(row.type ? { 'Content-Type': row.type } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}

function headersOf(who: Who) {
  const { cookie } = site.people[who];
  return { from: addressOf(who), headers: cookie ? { Cookie: cookie } : {} };
}

/** One each, so that no limit by address is met. */
function addressOf(who: Who): string {
  return `127.0.0.${10 + PEOPLE.indexOf(who)}`;
}

async function forEverybody(read: (who: Who) => Promise<string>): Promise<Record<string, string>> {
  const got = await Promise.all(PEOPLE.map(async (who) => [who, await read(who)] as const));
  return Object.fromEntries(got);
}

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const take = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}
