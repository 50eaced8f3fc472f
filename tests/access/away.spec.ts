import { expect } from '@playwright/test';
import pg from 'pg';
import { type AccessSite, PEOPLE, type Who } from '#tests/support/access-site.ts';
import { ACTIONS, type ActionRow, PAGES, ROUTES, type RouteRow } from './access-table.ts';
import { type Answer, ask } from './ask.ts';
import { callAction, readActions, readOutcome } from './call-action.ts';
import { test } from './site.ts';

/** What a person waits for at most before being told. */
const TOLD_WITHIN_MS = 5_000;
/** Numbers for Prometheus are in Redis. */
const ROUTES_WITH_DATABASE = ROUTES.filter(
  ({ file, needsNoDatabase }) => file !== 'app/api/metrics/route.ts' && !needsNoDatabase,
);
const WHO: Who = 'owner';
/** Of its own, so that no limit by address is met. */
const FROM = `127.0.0.${10 + PEOPLE.length}`;

let site: AccessSite;
let ids: ReturnType<typeof readActions>;
test.beforeAll(({ site: started }) => {
  site = started;
  ids = readActions(site.buildFolder);
});

test('EVE being away is the same to a page as to a route: neither takes it for our own fault', async () => {
  const save = ACTIONS.find(({ name }) => name === 'saveProgram');
  if (!save) throw new Error('There is no action that asks EVE');
  const input = await save.call(site, WHO);
  await setFaults([{ target: 'esi', kind: '503' }]);
  try {
    // The page first: what is made for it must not be what the route is handed.
    const saved = await call(save, withAssignee(input, 9100000000777));
    expect(saved.text).toContain('EVE did not answer who this is');
    const looked = await ask(site.url, '/api/parties/9100000000778', asked());
    expect([looked.status, JSON.parse(looked.text)]).toEqual([
      200,
      { ok: false, reason: 'esi-away' },
    ]);
  } finally {
    await setFaults([]);
  }
});

test('while the database holds every table, all that needs one says so in time', async () => {
  const actions = ACTIONS.filter(({ about }) => !about.includes('guest'));
  const inputs = await Promise.all(actions.map((row) => row.call(site, WHO)));
  const askPages = () =>
    PAGES.map((row) => timed(row.file, () => ask(site.url, row.path(site), asked())));
  // What this machine takes for as many pages at once, however busy it is.
  const usual = await Promise.all(askPages());
  const slackMs = Math.max(...usual.map(({ tookMs }) => tookMs));
  const told = await holdingTables(async () => [
    ...(await Promise.all([
      ...askPages(),
      ...ROUTES_WITH_DATABASE.map((row) =>
        timed(row.file, () => ask(site.url, row.path(site), toAsked(row))),
      ),
    ])),
    ...(await Promise.all(
      actions.map((row, at) => timed(row.name, () => call(row, inputs[at] ?? { value: null }))),
    )),
  ]);
  for (const { about, answer, tookMs } of told) {
    expect.soft(tookMs, about).toBeLessThan(TOLD_WITHIN_MS + slackMs);
    expect.soft(toldBy(answer), about).toMatch(/^(?:away|303)$/);
  }
  expect(told.filter(({ answer }) => toldBy(answer) === 'away').length).toBeGreaterThan(25);
  await expect
    .poll(async () => (await ask(site.url, `/q/${site.quoteCode}`, asked())).status)
    .toBe(200);
  await site.signIn(WHO);
});

function toldBy(answer: Answer): string {
  if (answer.status === 503) return 'away';
  const isSaid = readOutcome(answer) === 'refused' && answer.text.includes('does not answer');
  return isSaid ? 'away' : `${answer.status}`;
}

async function timed(about: string, run: () => Promise<Answer>) {
  const startMs = performance.now();
  const answer = await run();
  return { about, answer, tookMs: performance.now() - startMs };
}

/** Run while no other connection can even read a table; afterwards nobody may still be waiting. */
async function holdingTables<T>(run: () => Promise<T>): Promise<T> {
  const { DATABASE_URL } = site.container.env;
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select string_agg(format('%I', tablename), ', ') as names from pg_tables where schemaname = 'public'`,
    );
    await client.query('begin');
    await client.query(`lock table ${rows[0].names} in access exclusive mode`);
    const result = await run();
    const waiting = `select count(*)::int as count from pg_locks join pg_database on pg_database.oid = database
      where not granted and datname = current_database()`;
    await expect.poll(async () => (await client.query(waiting)).rows).toEqual([{ count: 0 }]);
    return result;
  } finally {
    await client.end();
  }
}

function call(row: ActionRow, input: Awaited<ReturnType<ActionRow['call']>>): Promise<Answer> {
  return callAction(site.url, {
    id: ids.get(`${row.file}#${row.name}`) ?? '',
    page: row.page(site),
    cookie: site.people[WHO].cookie,
    from: FROM,
    isAlone: true,
    input,
  });
}

function withAssignee(input: Awaited<ReturnType<ActionRow['call']>>, assigneeId: number) {
  // What the table's row for this action is called with.
  const { value } = input as { value: { form: object } };
  return { value: { ...value, form: { ...value.form, assigneeId: String(assigneeId) } } };
}

function asked() {
  return {
    from: FROM,
    isAlone: true,
    headers: { Cookie: site.people[WHO].cookie, Accept: 'text/html' },
  };
}

function toAsked(row: RouteRow): Parameters<typeof ask>[2] {
  const body = row.body?.(site);
  return {
    from: FROM,
    isAlone: true,
    method: row.method,
    headers: {
      Cookie: site.people[WHO].cookie,
      ...(row.method === 'POST' ? { Origin: site.url } : {}),
      ...(row.type ? { 'Content-Type': row.type } : {}),
    },
    ...(body === undefined ? {} : { body }),
  };
}

async function setFaults(faults: readonly object[]): Promise<void> {
  const { origin } = new URL(site.container.env.EVE_ESI_URL);
  const response = await fetch(`${origin}/control/api/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}
