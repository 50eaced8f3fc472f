import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';
import { type Fault, type FaultKind, faultKinds } from './schema.ts';

const LIST = `/corporations/${TRADER_CORPORATION}/contracts`;
const CONTRACTS = 'esi-contracts.read_corporation_contracts.v1';

let now: Date;
let sandbox: TestSandbox;
let chance: number;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  chance = 0;
  sandbox = await startTestSandbox({ random: () => chance, clock: () => now });
});
afterEach(() => sandbox.close());

const setFaults = (faults: Partial<Fault>[]) =>
  sandbox.command('PUT', '/control/api/faults', faults);
const statuses = async (count: number, path = '/status'): Promise<number[]> => {
  const seen: number[] = [];
  for (let call = 0; call < count; call += 1) seen.push((await sandbox.esi(path)).status);
  return seen;
};
/** Every kind, and where it is shown: a kind that is left out does not compile. */
const SHOWN: Readonly<Record<FaultKind, 'status' | 'test of its own'>> = {
  '401': 'status',
  '403': 'status',
  'sso-403': 'status',
  '420': 'status',
  '429': 'status',
  '500': 'status',
  '502': 'status',
  '503': 'status',
  '504': 'test of its own',
  '520': 'status',
  downtime: 'status',
  'invalid-grant': 'status',
  'odd-grant': 'status',
  'invalid-client': 'status',
  'daily-downtime': 'test of its own',
  slow: 'test of its own',
  cut: 'test of its own',
  silent: 'test of its own',
  html: 'test of its own',
  'not-json': 'test of its own',
  torn: 'test of its own',
  'page-count': 'test of its own',
  'lost-page': 'test of its own',
  'wrong-etag': 'test of its own',
  'false-304': 'test of its own',
  'no-headers': 'test of its own',
  'stale-expires': 'test of its own',
  'clock-skew': 'test of its own',
  none: 'test of its own',
};

describe('refusals and outages', () => {
  test.each([
    { kind: '401' as const, status: 401, says: 'revoked' },
    { kind: '403' as const, status: 403, says: 'Forbidden' },
    { kind: 'sso-403' as const, status: 403, says: 'sso_status' },
    { kind: '420' as const, status: 420, says: 'error limit', header: 'x-esi-error-limit-reset' },
    { kind: '429' as const, status: 429, says: 'Too many', header: 'retry-after' },
    { kind: '500' as const, status: 500, says: '500' },
    { kind: '502' as const, status: 502, says: '502' },
    { kind: '503' as const, status: 503, says: '503' },
    { kind: '520' as const, status: 520, says: 'ConStopSpamming' },
    { kind: 'downtime' as const, status: 503, says: 'temporarily unavailable' },
    { kind: 'invalid-grant' as const, status: 400, says: '"invalid_grant"' },
    { kind: 'odd-grant' as const, status: 400, says: 'invalid_grant: Token is expired' },
    { kind: 'invalid-client' as const, status: 401, says: 'invalid_client' },
  ])('$kind answers $status in JSON', async ({ kind, status, says, header = 'content-type' }) => {
    expect(SHOWN[kind]).toBe('status');
    await setFaults([{ target: 'esi', kind }]);
    const reply = await sandbox.esi('/status');
    const text = await reply.text();

    expect([reply.status, reply.headers.has(header)]).toEqual([status, true]);
    expect(JSON.parse(text)).toHaveProperty('error');
    expect(text).toContain(says);
    // A browser may read it, and whoever logs it has its number.
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.headers.has('x-esi-request-id')).toBe(true);
  });

  test.each([
    { kind: '504' as const, status: 504 },
    { kind: 'html' as const, status: 200 },
  ])('$kind is a page of HTML with $status', async ({ kind, status }) => {
    await setFaults([{ target: 'esi', kind }]);
    const reply = await sandbox.esi('/status');

    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html']);
    expect(await reply.text()).toMatch(/^<html>/);
    expect(reply.headers.has('x-esi-request-id')).toBe(false);
  });

  test('the daily downtime is from 11:00 to 11:20, on every route, the status too', async () => {
    await setFaults([{ target: 'esi', kind: 'daily-downtime' }]);
    const at = async (time: string): Promise<number[]> => {
      now = new Date(`2026-11-22T${time}Z`);
      return [
        (await sandbox.esi('/status')).status,
        (await sandbox.esi('/universe/types/34')).status,
      ];
    };

    expect(await at('10:59:59')).toEqual([200, 200]);
    expect(await at('11:00:00')).toEqual([503, 503]);
    expect(await at('11:19:59')).toEqual([503, 503]);
    expect(await at('11:20:00')).toEqual([200, 200]);
  });

  test('a 403 around downtime may hit what one has access to, and leaves the token alive', async () => {
    const { access_token: token } = await sandbox.signIn(TRADER, [CONTRACTS]);
    await setFaults([{ target: 'esi', kind: '403', count: 1 }]);

    expect((await sandbox.esi(LIST, { token })).status).toBe(403);
    expect((await sandbox.esi(LIST, { token })).status).toBe(200);
  });
});

describe('broken connections', () => {
  test('a cut answer breaks in the middle of its body', async () => {
    await setFaults([{ target: 'esi', kind: 'cut' }]);
    const reply = await sandbox.esi('/status');

    await expect(reply.text()).rejects.toThrow();
  });

  test('a silent one breaks before anything is answered', async () => {
    await setFaults([{ target: 'esi', kind: 'silent' }]);

    await expect(sandbox.esi('/status')).rejects.toThrow();
  });

  test('half a JSON comes whole, with 200, and cannot be read', async () => {
    await setFaults([{ target: 'esi', kind: 'not-json' }]);
    const reply = await sandbox.esi('/status');

    expect(reply.status).toBe(200);
    await expect(reply.json()).rejects.toThrow(SyntaxError);
  });

  test('a slow answer comes late, and is right', async () => {
    await setFaults([{ target: 'esi', kind: 'slow', delayMs: 300 }]);
    const startMs = performance.now();
    const reply = await sandbox.esi('/status');

    expect(performance.now() - startMs).toBeGreaterThan(280);
    expect(await reply.json()).toHaveProperty('players');
  });
});

describe('which calls are hit', () => {
  test('one on a route leaves the others alone, and stays until it is cleared', async () => {
    await setFaults([{ target: 'esi', kind: '500', route: '/markets/{region_id}/orders' }]);
    const orders = '/markets/10000002/orders?order_type=all&type_id=34';

    expect(await statuses(1)).toEqual([200]);
    expect(await statuses(2, orders)).toEqual([500, 500]);
    await setFaults([]);
    expect(await statuses(1, orders)).toEqual([200]);
  });

  test('a rate hits that share of the calls', async () => {
    await setFaults([{ target: 'esi', kind: '500', percent: 30 }]);
    chance = 0.29;
    expect(await statuses(1)).toEqual([500]);
    chance = 0.3;
    expect(await statuses(1)).toEqual([200]);
  });

  test('a count hits so many calls, then the fault is gone', async () => {
    await setFaults([{ target: 'esi', kind: '502', count: 2 }]);

    expect(await statuses(3)).toEqual([502, 502, 200]);
    const view = await (await fetch(`${sandbox.url}/control/api`)).json();
    expect(view.faults).toEqual([]);
  });

  test('a list with counts is a script: step after step, a `none` lets calls pass', async () => {
    await setFaults([
      { target: 'esi', kind: 'none', count: 2 },
      { target: 'esi', kind: '503', count: 1 },
      { target: 'esi', kind: '420', route: '/universe/types/{type_id}', count: 1 },
      { target: 'esi', kind: '504', count: 1 },
    ]);

    expect(await statuses(5)).toEqual([200, 200, 503, 504, 200]);
    expect(await statuses(2, '/universe/types/34')).toEqual([420, 200]);
  });

  test('a browser’s question before the call is no step', async () => {
    await setFaults([{ target: 'esi', kind: '503', count: 1 }]);
    const preflight = await fetch(`${sandbox.url}/esi/status`, { method: 'OPTIONS' });

    expect([preflight.status, ...(await statuses(2))]).toEqual([204, 503, 200]);
  });

  test('the SSO and the images fail on their own', async () => {
    const { refresh_token = '' } = await sandbox.signIn(TRADER, ['publicData']);
    await setFaults([
      { target: 'sso', kind: 'odd-grant' },
      { target: 'images', kind: '500' },
    ]);
    const refresh = () => sandbox.postToken({ grant_type: 'refresh_token', refresh_token });

    expect((await refresh()).status).toBe(400);
    expect((await fetch(`${sandbox.url}/images/types/34/icon`)).status).toBe(500);
    expect(await statuses(1)).toEqual([200]);
    await setFaults([]);
    expect((await refresh()).status).toBe(200);
  });

  test('the health of the routes tells of the faults that are set', async () => {
    await setFaults([{ target: 'esi', kind: '503', route: '/markets/prices' }]);
    const { routes } = await (await sandbox.esi('/meta/status')).json();
    const healthOf = (path: string) =>
      routes.find((one: { path: string }) => one.path === path)?.status;

    expect([healthOf('/markets/prices'), healthOf('/status')]).toEqual(['Down', 'OK']);
  });

  test.each([
    { name: 'no such kind', fault: { target: 'esi', kind: 'fire' } },
    { name: 'no calls at all', fault: { target: 'esi', kind: '500', count: 0 } },
    { name: 'something unknown', fault: { target: 'esi', kind: '500', often: true } },
  ])('a fault is refused with $name', async ({ fault }) => {
    const { status } = await sandbox.command('PUT', '/control/api/faults', [fault]);

    expect(status).toBe(422);
  });

  test('every kind of fault has a test', () => {
    expect(Object.keys(SHOWN).toSorted()).toEqual(faultKinds.toSorted());
  });
});
