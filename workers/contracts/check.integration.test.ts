/** What `ageira check` finds: nothing on a site that was left alone, and each damage by its name. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signOutEverywhere } from '#lib/features/accounts/sign-out.ts';
import {
  type CheckReport,
  checkInvariants,
  checkSnapshot,
} from '#lib/features/operations/check/check-invariants.ts';
import type { ServedContract } from '#lib/features/operations/check/invariant.ts';
import { createSession, createSessionToken } from '#lib/server/sessions.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/services.ts';
import { DAMAGES, PAID } from '#workers/testing/damages.ts';
import { GUARD_DAMAGES, PEOPLE_DAMAGES, TRACE_DAMAGES } from '#workers/testing/guard-damages.ts';
import {
  createStage,
  PILOT_ID,
  PLEX_ID,
  SCAMMER_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const HALF = { priceIsk: '500000.00', items: [{ typeId: VELDSPAR_ID, quantity: 5_000 }] };
const SCAM = {
  issuerId: SCAMMER_ID,
  priceIsk: '10000000.00',
  items: [
    { typeId: VELDSPAR_ID, quantity: 10_000 },
    { typeId: PLEX_ID, quantity: 500, isIncluded: false },
  ],
};

let copy: TestDatabase;
let client: pg.Client;
let served: readonly ServedContract[];

beforeAll(async () => {
  await using stage = await createStage();
  const accountId = await stage.signIn(PILOT_ID);
  const quote = async () => (await stage.quote({ accountId })).code;

  const paid = await stage.contract(await quote());
  const parted = await quote();
  const part = await stage.contract(parted, HALF);
  await stage.contract(parted, HALF);
  const waiting = await quote();
  await stage.contract(waiting);
  await stage.contract(waiting, SCAM);
  const deleted = await stage.contract(await quote());
  await stage.quote();
  await stage.poll();
  for (const id of [paid, part]) await stage.act(id, 'accept', TRADER_ID);
  await stage.act(deleted, 'delete', PILOT_ID);
  await stage.poll();
  const now = stage.now();
  const session = { token: createSessionToken(), accountId, characterId: PILOT_ID, now };
  await createSession(stage.container, session);
  expect(await signOutEverywhere(stage.container, { accountId })).toBeGreaterThan(0);

  served = stage.esi.served();
  copy = await createTestDatabase({ template: new URL(stage.container.env.DATABASE_URL) });
  client = new pg.Client({ connectionString: copy.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await copy[Symbol.asyncDispose]();
});

test('a site that was left alone holds, and there was something to check', async () => {
  const report = await checkInvariants(client, { served });

  expect(report.invariants.flatMap(({ breaches }) => breaches)).toEqual([]);
  expect(report.holds).toBe(true);
  expect(report.looked).toMatchObject({ quote: 5, contract: 6, settlement: 2 });
});

describe('each damage is found, and named', () => {
  test.each([...DAMAGES, ...GUARD_DAMAGES, ...TRACE_DAMAGES, ...PEOPLE_DAMAGES])(
    '$damage',
    async ({ sql, found }) => {
      const { holds, invariants } = await checkAfter(sql);
      const names = invariants.flatMap(({ breaches }) =>
        breaches.map(({ invariant, probe }) => `${invariant} ${probe}`),
      );

      expect([...new Set(names)].toSorted()).toEqual(found);
      expect(holds).toBe(false);
    },
  );
});

describe('ageira check', () => {
  test('says that all holds, and its exit code too', async () => {
    const { code, stdout } = await ageira(['check']);

    expect(stdout).toContain('Everything holds.');
    expect(code).toBe(0);
  });

  test('names what is broken, for people and for programs', async () => {
    await client.query(`update quote set total = total + 100 where id = ${PAID}`);
    const shown = await ageira(['check']);
    const json = await ageira(['check', '--json']);
    await client.query(`update quote set total = total - 100 where id = ${PAID}`);

    expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('lines-add-up: ') });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ holds: false });
  });

  test('without a database there is no answer', async () => {
    const { code, stdout, stderr } = await ageira(['check'], 'postgresql://a:b@127.0.0.1:9/none');

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('No database answers');
  });
});

async function ageira(args: string[], databaseUrl = copy.url) {
  const child = spawn(process.execPath, ['bin/ageira.mjs', ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

/** Check the site after something was done to it that no rule of the database could stop; undo it. */
async function checkAfter(sql: string): Promise<CheckReport> {
  await client.query('begin');
  try {
    await client.query('set local session_replication_role = replica');
    await client.query(sql);
    return await checkSnapshot(client, { served });
  } finally {
    await client.query('rollback');
  }
}
