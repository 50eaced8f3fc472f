import { expect, test } from '@playwright/test';
import { ACTIONS, ROUTES } from '#tests/access/access-table.ts';
import { ask } from '#tests/access/ask.ts';
import { callAction, readActions } from '#tests/access/call-action.ts';
import { type AccessSite, startAccessSite } from '#tests/support/access-site.ts';
import { collectAnswers, type Seen } from './collect-answers.ts';
import { isHtml, nonceOf, RULES } from './passive-rules.ts';
import { signInByHand } from './sign-in-by-hand.ts';

/** A database, its static data, a web process and a sandbox. */
const START_MS = 120_000;

let site: AccessSite;
let seen: readonly Seen[];

test.beforeAll(async () => {
  test.setTimeout(START_MS);
  site = await startAccessSite({ name: 'passive', redisNumber: 15, isHttps: true });
  seen = [...(await collectAnswers(site)), ...(await signInByHand(site))];
});
test.afterAll(() => site?.[Symbol.asyncDispose]());

test('all kinds of answers were seen', () => {
  const statuses = new Set(seen.map(({ status }) => status));
  for (const status of [
    200, 303, 304, 307, 308, 400, 401, 403, 404, 405, 413, 414, 421, 429, 500,
  ]) {
    expect.soft(statuses, `one of ${status}`).toContain(status);
  }
  expect(seen.some((answer) => answer.status === 500 && isHtml(answer))).toBe(true);
  expect(seen.filter(({ headers }) => headers['set-cookie']).length).toBeGreaterThan(3);
});

for (const { id, name, find } of RULES) {
  test(`${id}: ${name}`, () => {
    const findings = seen
      .map((answer) => ({ about: answer.about, status: answer.status, found: find(answer) }))
      .filter(({ found }) => found !== null)
      .map(({ about, status, found }) => `${status} ${about}: ${found}`);
    expect(findings).toEqual([]);
  });
}

test('what does not exist is not found, whoever serves such things elsewhere', () => {
  const found = seen.filter(
    ({ about, status }) =>
      /nothing|_next\/image|\.env|\.git|package\.json/.test(about) && status !== 404,
  );
  expect(found.map(({ about, status }) => `${status} ${about}`)).toEqual([]);
});

test('no secret of the site or of anybody’s browser is in any answer', () => {
  const { AUTH_SECRET, EVE_CLIENT_SECRET, TOKEN_KEYS, DATABASE_URL } = site.container.env;
  const keys = TOKEN_KEYS.map(({ key }) => Buffer.from(key).toString('base64'));
  const cookies = Object.values(site.people).flatMap(({ cookie }) => cookie.split('=').slice(1));
  const secrets = [AUTH_SECRET, EVE_CLIENT_SECRET, ...keys, ...cookies, DATABASE_URL];
  const places = seen.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
  expect(secrets.every((secret) => secret.length > 15)).toBe(true);
  expect(places.map(({ about }) => about)).toEqual([]);
});

test('files of a build are kept for ever, as their names change with them', () => {
  const built = seen.filter(
    ({ about, status }) => about.includes('/_next/static/') && status === 200,
  );
  expect(built.length).toBeGreaterThan(3);
  for (const { about, headers } of built) {
    expect.soft(headers['cache-control'], about).toBe('public, max-age=31536000, immutable');
  }
});

test('a thousand answers have a thousand nonces', async () => {
  const nonces = new Set<string>();
  for (let round = 0; round < 125; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(site.url, '/privacy', { method: 'HEAD' })),
    );
    for (const answer of answers) nonces.add(nonceOf(answer));
  }
  expect(nonces.size).toBe(1_000);
});

test('who asked too often is told so in a page and in a problem, and when to come back', () => {
  const refused = seen.filter(({ status }) => status === 429);
  expect(refused.length).toBe(3);
  for (const { about, headers, text } of refused) {
    expect.soft(headers['retry-after'], about).toMatch(/^\d+$/);
    expect.soft(text, about).toMatch(/too often|Too many/i);
  }
});

const FOREIGN: readonly (readonly [name: string, origin: (url: string) => string | null])[] = [
  ['no origin', () => null],
  ['another site', () => 'https://evil.test'],
  ['a sandboxed frame', () => 'null'],
  ['a host below ours', (url) => url.replace('localhost', 'evil.localhost')],
  ['our host on another port', () => 'https://localhost:1'],
  ['our host without https', (url) => url.replace('https:', 'http:')],
];

test('no other site’s page can change anything, by a route', async () => {
  const before = await countEverything();
  for (const row of ROUTES.filter(({ method }) => method === 'POST')) {
    const isOfApi = row.path(site).startsWith('/api/v1/');
    for (const [name, origin] of FOREIGN) {
      for (const type of [row.type ?? 'text/plain', 'text/plain']) {
        const from = origin(site.url);
        const answer = await ask(site.url, row.path(site), {
          method: 'POST',
          body: row.body?.(site) ?? '',
          headers: {
            Cookie: site.people.owner.cookie,
            'Content-Type': type,
            ...(from === null ? {} : { Origin: from }),
          },
        });
        // Programs send none, browsers always do; and no cookie counts at the API.
        const isOfProgram = from === null && isOfApi;
        if (!isOfProgram) expect.soft(answer.status, `${name} at ${row.path(site)}`).toBe(403);
      }
    }
    const { status } = await ask(site.url, row.path(site), {
      headers: { Cookie: site.people.owner.cookie },
    });
    // Quotes are made and listed at one address.
    const refused = isOfApi ? [401, 404, 405] : [404, 405];
    expect.soft(refused, `GET ${row.path(site)}`).toContain(status);
  }
  expect(await countEverything()).toEqual(before);
});

test('no other site’s page can change anything, by an action', async () => {
  const ids = readActions(site.buildFolder);
  for (const row of ACTIONS) {
    const input = await row.call(site, 'owner');
    const before = await countEverything();
    for (const [name, origin] of FOREIGN) {
      const { status } = await callAction(site.url, {
        id: ids.get(`${row.file}#${row.name}`) ?? '',
        page: row.page(site),
        cookie: site.people.owner.cookie,
        from: '127.0.0.20',
        input,
        origin: origin(site.url),
      });
      expect.soft(status, `${row.name} from ${name}`).toBe(403);
    }
    expect.soft(await countEverything(), row.name).toEqual(before);
  }
});

/** Every table's rows and the last transaction that wrote one: a change of anything changes this. */
async function countEverything(): Promise<unknown> {
  const { pool } = site.container;
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`,
  );
  return Promise.all(
    rows
      .filter(({ name }) => !/session|worker_|heartbeat/.test(name))
      .map(async ({ name }) => {
        const counted = await pool.query(
          `select count(*) as rows, max(xmin::text::bigint) as last from ${name}`,
        );
        return [name, counted.rows[0]];
      }),
  );
}
