import { limit } from '#lib/server/limits.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { PAGES, ROUTES, type RouteRow } from '#tests/access/access-table.ts';
import { type Answer, type Asked, ask } from '#tests/access/ask.ts';
import type { AccessSite, Who } from '#tests/support/access-site.ts';

/** One answer of the site, and what it is of. */
export type Seen = Answer & {
  /** Such as `owner GET /admin/inbox`. */
  readonly about: string;
  /** The same for everybody and all time, or for a build: not kept from caches. */
  readonly isFile: boolean;
};

export const ASKERS = ['nobody', 'member', 'owner'] as const satisfies Who[];
const FLOODER = '127.0.0.99';
const HTML = { Accept: 'text/html,application/xhtml+xml' };
const FILES = ['/icon.svg', '/manifest.webmanifest'];
const NOT_THERE = [
  '/nothing-here',
  '/api/nothing-here',
  '/q/AT-0000-0000',
  '/q/nonsense',
  '/admin/nothing-here',
  '/favicon.ico',
  '/_next/static/chunks/nothing.js',
  '/_next/static/nothing.html',
  '/_global-error',
  '/_next/data/nothing/index.json',
  '/_next/nothing',
  '/_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2Fa.png&w=64&q=75',
  '/_next/image?url=%2Ficon.svg&w=64&q=75',
  '/.env',
  '/.git/config',
  '/package.json',
];

/** What a client says to Next's insides rather than to the site. */
const MEANT_FOR_NEXT: readonly (readonly [path: string, headers: Record<string, string>])[] = [
  ['/account', { RSC: '1' }],
  ['/admin/inbox', { RSC: '1' }],
  ['/privacy', { Cookie: '__prerender_bypass=x; __next_preview_data=y' }],
  ['/not-there', { RSC: '1', 'Next-Router-State-Tree': 'garbage' }],
  ['/x/../_global-error', {}],
  ['/%2e/_global-error', {}],
  ['/privacy', { Expect: 'banana' }],
];

/** Ask for everything there is, in every way that ends differently. */
export async function collectAnswers(site: AccessSite): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const see = async (path: string, asked: Asked & { who?: Who; isFile?: boolean } = {}) => {
    const { who = 'nobody', isFile = false, headers, ...rest } = asked;
    const { cookie } = site.people[who];
    const answer = await ask(site.url, path, {
      ...rest,
      headers: { ...HTML, ...(cookie ? { Cookie: cookie } : {}), ...headers },
    });
    seen.push({ ...answer, about: `${who} ${asked.method ?? 'GET'} ${path}`, isFile });
    return answer;
  };

  for (const who of ASKERS) {
    for (const { path } of PAGES) await see(path(site), { who });
    for (const row of ROUTES) {
      await see(row.path(site), { who, ...toAsked(site, row) });
      if (row.endsSession) await site.signIn(who);
    }
  }
  for (const path of NOT_THERE) await see(path);
  for (const [path, headers] of MEANT_FOR_NEXT) await see(path, { headers });
  await seeFiles(site, see);
  await seeRefusals(site, see);
  await seeFaults(site, see);
  return seen;
}

type See = (path: string, asked?: Asked & { who?: Who; isFile?: boolean }) => Promise<Answer>;

async function seeFiles({ url }: AccessSite, see: See): Promise<void> {
  const { text } = await ask(url, '/');
  const built = [...text.matchAll(/"(\/_next\/static\/[^"\\]+)"/g)].map(([, path = '']) => path);
  for (const path of new Set([...FILES, ...built])) {
    const { headers } = await see(path, { isFile: true });
    if (headers.etag) {
      await see(path, { isFile: true, headers: { 'If-None-Match': String(headers.etag) } });
    }
  }
}

async function seeRefusals(site: AccessSite, see: See): Promise<void> {
  const { container, url, quoteCode } = site;
  const large = 'a'.repeat(1_048_577);
  await see('/', { headers: { Host: 'other.test' } });
  await see('/', { method: 'POST', headers: { Host: 'other.test' } });
  await see('/', { method: 'DELETE', headers: { Origin: url } });
  await see('/api/inbox', { method: 'OPTIONS' });
  await see('/', { method: 'OPTIONS' });
  await see('/', { method: 'HEAD' });
  await see('/%E0%A4%A');
  await see(`/${'a'.repeat(9_000)}`);
  for (const path of ['/', '/api/appraisals']) {
    await see(path, { method: 'POST', headers: { Origin: 'https://evil.test' } });
    await see(path, { method: 'POST', body: large, headers: { Origin: url } });
  }
  await limit(container, BUDGETS.quoteLookUps, FLOODER, BUDGETS.quoteLookUps.points);
  await limit(container, BUDGETS.signIns, FLOODER, BUDGETS.signIns.points);
  await see(`/q/${quoteCode}`, { from: FLOODER });
  await see(`/api/quotes/${quoteCode}`, { from: FLOODER });
  await see('/api/auth/start', {
    method: 'POST',
    from: FLOODER,
    headers: { Origin: url, 'Content-Type': 'application/x-www-form-urlencoded' },
  });
}

/** What breaks on our side, by taking a table away for a while. */
async function seeFaults({ container, quoteCode }: AccessSite, see: See): Promise<void> {
  await container.pool.query('alter table contract rename to contract_away');
  try {
    await see('/admin/inbox', { who: 'owner' });
    await see('/api/inbox', { who: 'owner' });
    await see(`/q/${quoteCode}`, { who: 'owner' });
    await see('/admin/inbox', { who: 'owner', headers: { RSC: '1' } });
  } finally {
    await container.pool.query('alter table contract_away rename to contract');
  }
}

function toAsked(site: AccessSite, row: RouteRow): Asked {
  const body = row.body?.(site);
  return {
    method: row.method,
    headers: {
      ...(row.method === 'POST' ? { Origin: site.url } : {}),
      ...(row.type ? { 'Content-Type': row.type } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}
