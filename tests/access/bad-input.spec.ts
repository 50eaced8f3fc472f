import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { appraiseInputSchema } from '#lib/features/appraisal/schema.ts';
import { updateProgramInputSchema } from '#lib/features/programs/schema.ts';
import type { AccessSite, Who } from '#tests/support/access-site.ts';
import { ACTIONS, type ActionRow, ROUTES, type RouteRow } from './access-table.ts';
import { type Answer, type Asked, ask } from './ask.ts';
import { callAction, readActions, readOutcome } from './call-action.ts';
import {
  nastyBody,
  nastyHeaders,
  nastyJson,
  nastyQuery,
  nastySegment,
  nastyValue,
} from './nasty.ts';
import { test } from './site.ts';

const isLong = process.env.LONG_RUN === '1';
/** Questions a route and an action: FUZZ_RUNS=5000 asks for a night. */
const RUNS = Number(process.env.FUZZ_RUNS ?? (isLong ? 200 : 25));
/** The same questions at each run, unless one asks for others: FUZZ_SEED=7, or any with LONG_RUN=1. */
const SEED = Number(process.env.FUZZ_SEED ?? (isLong ? Date.now() : 20_261_122));
const AT_ONCE = 8;
const FROM = '127.0.0.60';

let site: AccessSite;
let ids: ReturnType<typeof readActions>;

test.setTimeout(120_000 + RUNS * 4_000);
test.beforeAll(({ site: started }) => {
  site = started;
  ids = readActions(site.buildFolder);
});
test.beforeEach(() => forgetLimits());

test('whatever a route is sent, it answers, and it is never our fault', async () => {
  await eachOf(ROUTES, async (row) => {
    const questions = fc.record({
      segment: fc.option(nastySegment, { freq: 2 }),
      query: fc.option(nastyQuery, { freq: 1 }),
      headers: nastyHeaders,
      sent: fc.option(nastyBody, { freq: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        await forgetLimits();
        const answer = await ask(site.url, toTarget(row, question), toAsked(row, question));
        if (row.endsSession) await site.signIn('owner');
        expectNoFault(answer, `${row.method} ${row.file}`);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});

test('whatever an action is called with, it answers, and it is never our fault', async () => {
  await eachOf(ACTIONS, async (row) => {
    const value = fc.oneof(nastyValue, mutated(await row.call(site, 'owner')));
    await fc.assert(
      fc.asyncProperty(value, async (input) => {
        await forgetLimits();
        const answer = await call(row, 'owner', { value: input });
        if (row.endsSession) await site.signIn('owner');
        expectNoFault(answer, row.name);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    await fc.assert(
      fc.asyncProperty(nastyBody, nastyHeaders, async ({ type, body }, headers) => {
        await forgetLimits();
        const answer = await ask(site.url, row.page(site), {
          ...by('owner'),
          method: 'POST',
          headers: {
            ...by('owner').headers,
            Origin: site.url,
            Accept: 'text/x-component',
            'Next-Action': ids.get(`${row.file}#${row.name}`) ?? '',
            'Content-Type': type,
            ...headers,
          },
          body,
        });
        if (row.endsSession) await site.signIn('owner');
        expectNoFault(answer, row.name);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });
});

test('nothing that is sent gets into what all objects share', () => {
  fc.assert(
    fc.property(nastyJson, (text) => {
      const value = parse(text);
      for (const schema of [appraiseInputSchema, updateProgramInputSchema]) schema.safeParse(value);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    }),
    { numRuns: isLong ? 10_000 : 500 },
  );
});

test('fields that nobody asked for are refused', async () => {
  const post = (path: string, type: string, body: string) =>
    ask(site.url, path, {
      from: FROM,
      method: 'POST',
      headers: { Origin: site.url, 'Content-Type': type },
      body,
    });
  const form = 'application/x-www-form-urlencoded';
  const statuses = await Promise.all([
    post('/api/appraisals', 'application/json', '{"text":"Veldspar 1","role":"owner"}'),
    post('/api/appraisals', 'application/json', '{"text":"Veldspar 1","__proto__":{"a":1}}'),
    post('/api/auth/start', form, 'purpose=sign-in&role=owner'),
    ask(site.url, '/api/groups?query=veld&role=owner', by('owner')),
    ask(site.url, '/api/places?query=jita&role=owner', by('owner')),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
});

test('what is meant for an action is no fault of ours where there is no action', async () => {
  const heap = '['.repeat(400_000) + ']'.repeat(400_000);
  const sent = { from: FROM, method: 'POST', body: heap };
  const id = ids.values().next().value ?? '';
  const headers = { Origin: site.url, 'Content-Type': 'text/plain', 'Next-Action': id };
  const statuses: Record<string, number> = {};
  for (const path of ['/', '/nothing-here', '/api/nothing-here', '/API/appraisals', '/api/../']) {
    statuses[path] = (await ask(site.url, path, { ...sent, headers })).status;
  }
  expect(statuses).toEqual({
    '/': 400,
    '/nothing-here': 404,
    '/api/nothing-here': 404,
    '/API/appraisals': 404,
    '/api/../': 400,
  });
});

test('what is sent twice at once has one effect, and both are answered', async () => {
  const { container, people } = site;
  const countAudit = (action: string) => container.db.auditEvent.count({ where: { action } });
  const outcomes: Record<string, string[]> = {};
  for (const row of ACTIONS) {
    const isStaffs = row.file.startsWith('app/admin/');
    const who: Who = isStaffs ? 'owner' : row.about.includes('guest') ? 'guest' : 'member';
    if (row.cells[who] === 'refused') continue;
    const input = await row.call(site, who);
    // Of an account: the session that the form came from, and another one.
    const cookies = [people[who].cookie];
    if (who !== 'guest') await site.signIn(who);
    cookies.push(people[who].cookie);
    const answers = await Promise.all(cookies.map((cookie) => callWith(row, cookie, input)));
    outcomes[`${row.name}: ${row.about}`] = answers.map(readOutcome).toSorted();
    for (const answer of answers) expectNoFault(answer, row.name);
    expect.soft(await row.changed(site, who), row.name).toBe(true);
    const third = await callWith(row, cookies[1] ?? '', input);
    expectNoFault(third, row.name);
    if (row.endsSession) await site.signIn(who);
  }
  expect(outcomes).toEqual({
    'createQuoteAction: a quote of one’s own': ['made', 'made'],
    'cancelQuoteAction: the quote of the member': ['cancelled', 'refused'],
    'cancelQuoteAction: the quote of the guest': ['cancelled', 'refused'],
    'requoteAction: what was sent for the quote of the member': ['made', 'made'],
    'setMainAction: a character of the member': ['saved', 'saved'],
    'unlinkAction: a character of the member': ['refused', 'saved'],
    // Who comes a moment later finds the session ended already, and is sent to sign in.
    'signOutEverywhereAction: one’s own sessions': ['>/', expect.stringMatching(/^(?:>\/|in)$/)],
    // The other session is of another account, whose name is not the one that was typed.
    'mergeAccountsAction: the account of a character that one has just been at EVE': [
      '>/account',
      'refused',
    ],
    'deleteAccountAction: an account of one’s own': ['>/account/deleted', 'refused'],
    'makeKeyAction: a key of one’s own': ['made', 'refused'],
    'revokeKeyAction: a key of the member': ['refused', 'saved'],
    'adjustStockAction: the stock of a program that sells': ['saved', 'saved'],
    'saveProgram: the terms of a program': ['saved', 'saved'],
    'saveRuleAction: a rule of a program': ['saved', 'saved'],
    'removeRuleAction: a rule of a program': ['saved', 'saved'],
  });
  expect(await countAudit('cancelled')).toBeGreaterThan(0);
});

test('each chain of the audit has one event a version: nothing was done twice', async () => {
  const { rows } = await site.container.pool.query(
    `select entity, entity_id, version from audit_event
     group by entity, entity_id, version having count(*) > 1 and entity in ('quote', 'program')`,
  );
  expect(rows).toEqual([]);
});

test('a form that is sent again holding something else changes nothing', async () => {
  const row = ACTIONS.find(({ name }) => name === 'createQuoteAction');
  if (!row) throw new TypeError('No such action');
  const input = await row.call(site, 'member');
  if (!('form' in input)) throw new TypeError('Not a form');
  const first = await call(row, 'member', input);
  const other = await call(row, 'member', { form: { ...input.form, text: 'Veldspar\t5' } });
  expect(readOutcome(first)).toBe('made');
  expect(readOutcome(other)).toBe('refused');
  expect(other.text).toContain('sent before with other items');
});

test('with the ids of others nothing is changed, and nothing noted as if it were', async () => {
  const { container } = site;
  const before = await container.db.auditEvent.count();
  const outbox = await container.db.outboxEvent.count();
  // The others take no id.
  const objects = ACTIONS.filter(
    ({ name }) => !/create|makeKey|signOut|deleteAccount|mergeAccounts/.test(name),
  );
  for (const who of ['nobody', 'other', 'exManager'] as const) {
    const made = await container.db.auditEvent.count();
    for (const row of objects) {
      const input = await row.call(site, who);
      const planted = await container.db.auditEvent.count();
      expect
        .soft(['refused', 'over'], row.name)
        .toContain(readOutcome(await call(row, who, input)));
      expect.soft(await container.db.auditEvent.count(), row.name).toBe(planted);
    }
    expect(made).toBeGreaterThanOrEqual(before);
    const rows = ROUTES.filter(
      ({ method, path }) => method === 'POST' && path(site).includes(site.quoteCode),
    );
    expect(rows.length).toBeGreaterThan(1);
    const unchanged = await container.db.auditEvent.count();
    for (const row of rows) {
      const { status } = await ask(site.url, row.path(site), {
        ...by(who),
        method: 'POST',
        body: row.body?.(site) ?? '',
        headers: {
          ...by(who).headers,
          Origin: site.url,
          ...(row.type ? { 'Content-Type': row.type } : {}),
        },
      });
      expect.soft([401, 403, 404], row.file).toContain(status);
    }
    expect(await container.db.auditEvent.count()).toBe(unchanged);
  }
  expect(await container.db.outboxEvent.count()).toBeGreaterThanOrEqual(outbox);
});

/** Limits are proven elsewhere; here each question must get behind them. */
async function forgetLimits(): Promise<void> {
  await site.container.redis.flushdb();
}

type Question = {
  readonly segment: string | null;
  readonly query: string | null;
  readonly headers: Record<string, string>;
  readonly sent: { type: string; body: Uint8Array } | null;
};

/** The row's own address with one id of it, and its query, replaced. */
function toTarget(row: RouteRow, { segment, query }: Question): string {
  const [path = '', ownQuery] = row.path(site).split('?');
  const parts = path.split('/');
  // "app/api/…" and "/api/…" have the same number of parts in front of the first id.
  const at = row.file.split('/').findIndex((part) => part.startsWith('['));
  if (segment !== null && at > 0) parts[at] = segment;
  const asked = query ?? ownQuery;
  return asked === undefined ? parts.join('/') : `${parts.join('/')}?${asked}`;
}

function toAsked(row: RouteRow, { headers, sent }: Question): Asked {
  const own = row.body?.(site) ?? '';
  const { type, body } = sent ?? { type: row.type ?? 'text/plain', body: own };
  const posted = { Origin: site.url, 'Content-Type': type };
  return {
    ...by('owner'),
    method: row.method,
    headers: { ...by('owner').headers, ...(row.method === 'POST' ? posted : {}), ...headers },
    ...(row.method === 'POST' ? { body } : {}),
  };
}

/** What the page would send, with one field replaced or another one added. */
function mutated(
  input: { readonly form: Readonly<Record<string, string>> } | { readonly value: unknown },
): fc.Arbitrary<unknown> {
  const fields = 'form' in input ? input.form : input.value;
  const base = typeof fields === 'object' && fields !== null ? fields : {};
  const names = fc.constantFrom(...Object.keys(base), '__proto__', 'constructor', 'other');
  return fc.tuple(names, nastyValue).map(([name, value]) => {
    const inner = Reflect.get(base, 'form');
    return typeof inner === 'object'
      ? { ...base, form: { ...inner, [name]: value } }
      : { ...base, [name]: value };
  });
}

function call(row: ActionRow, who: Who, input: Parameters<typeof callAction>[1]['input']) {
  return callWith(row, site.people[who].cookie, input);
}

function callWith(
  row: ActionRow,
  cookie: string,
  input: Parameters<typeof callAction>[1]['input'],
): Promise<Answer> {
  const id = ids.get(`${row.file}#${row.name}`) ?? '';
  return callAction(site.url, { id, page: row.page(site), cookie, from: FROM, input });
}

function by(who: Who): { from: string; headers: Record<string, string> } {
  const { cookie } = site.people[who];
  return { from: FROM, headers: cookie ? { Cookie: cookie } : {} };
}

function expectNoFault({ status, text }: Answer, about: string): void {
  if (status >= 200 && status < 500) return;
  throw new Error(`${about}: ${status} ${text.slice(0, 200)}\n${lastFault()}`);
}

/** What the site wrote of it. */
function lastFault(): string {
  const lines = readFileSync(site.logPath, 'utf8').split('\n');
  return lines.findLast((line) => line.includes('"level":"error"')) ?? '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const take = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}
