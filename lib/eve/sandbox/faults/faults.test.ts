import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox, TRADER } from '../testing/start-test-sandbox.ts';
import type { Fault } from './schema.ts';

let sandbox: TestSandbox;
let chance: number;
beforeEach(async () => {
  chance = 0;
  sandbox = await startTestSandbox({ random: () => chance });
});
afterEach(() => sandbox.close());

const setFaults = (faults: Partial<Fault>[]) =>
  sandbox.command('PUT', '/control/api/faults', faults);

describe('faults', () => {
  test.each([
    { kind: '420' as const, status: 420, header: 'x-esi-error-limit-reset' },
    { kind: '429' as const, status: 429, header: 'retry-after' },
    { kind: '500' as const, status: 500, header: 'content-type' },
    { kind: '502' as const, status: 502, header: 'content-type' },
    { kind: '503' as const, status: 503, header: 'content-type' },
    { kind: '520' as const, status: 520, header: 'content-type' },
    { kind: 'downtime' as const, status: 503, header: 'content-type' },
  ])('$kind answers $status', async ({ kind, status, header }) => {
    await setFaults([{ target: 'esi', kind }]);
    const reply = await sandbox.esi('/status');

    expect(reply.status).toBe(status);
    expect(reply.headers.has(header)).toBe(true);
    expect(await reply.json()).toHaveProperty('error');
  });

  test.each([
    { kind: '504' as const, status: 504 },
    { kind: 'html' as const, status: 200 },
  ])('$kind is a page of HTML with $status', async ({ kind, status }) => {
    await setFaults([{ target: 'esi', kind }]);
    const reply = await sandbox.esi('/status');

    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html']);
    expect(await reply.text()).toMatch(/^<html>/);
  });

  test('a cut answer breaks in the middle of its body', async () => {
    await setFaults([{ target: 'esi', kind: 'cut' }]);
    const reply = await sandbox.esi('/status');

    await expect(reply.text()).rejects.toThrow();
  });

  test('a slow answer comes late, and is right', async () => {
    await setFaults([{ target: 'esi', kind: 'slow', delayMs: 300 }]);
    const startMs = performance.now();
    const reply = await sandbox.esi('/status');

    expect(performance.now() - startMs).toBeGreaterThan(280);
    expect(await reply.json()).toHaveProperty('players');
  });

  test('one on a route leaves the others alone, and stays until it is cleared', async () => {
    await setFaults([{ target: 'esi', kind: '500', route: '/markets/{region_id}/orders' }]);
    const orders = '/markets/10000002/orders?order_type=all&type_id=34';

    expect((await sandbox.esi('/status')).status).toBe(200);
    expect((await sandbox.esi(orders)).status).toBe(500);
    expect((await sandbox.esi(orders)).status).toBe(500);
    await setFaults([]);
    expect((await sandbox.esi(orders)).status).toBe(200);
  });

  test('a rate hits that share of the calls', async () => {
    await setFaults([{ target: 'esi', kind: '500', percent: 30 }]);
    chance = 0.29;
    expect((await sandbox.esi('/status')).status).toBe(500);
    chance = 0.3;
    expect((await sandbox.esi('/status')).status).toBe(200);
  });

  test('the SSO and the images fail on their own', async () => {
    const { refresh_token = '' } = await sandbox.signIn(TRADER, ['publicData']);
    await setFaults([
      { target: 'sso', kind: '503' },
      { target: 'images', kind: '500' },
    ]);
    const refresh = () => sandbox.postToken({ grant_type: 'refresh_token', refresh_token });

    expect((await refresh()).status).toBe(503);
    expect((await fetch(`${sandbox.url}/images/types/34/icon`)).status).toBe(500);
    expect((await sandbox.esi('/status')).status).toBe(200);
    await setFaults([]);
    expect((await refresh()).status).toBe(200);
  });

  test('a shorter cache window counts at once', async () => {
    await sandbox.command('PUT', '/control/api/cache-windows', { contractsMs: 2_000 });
    const { access_token: token } = await sandbox.signIn(TRADER, [
      'esi-contracts.read_character_contracts.v1',
    ]);
    const reply = await sandbox.esi(`/characters/${TRADER}/contracts`, { token });
    const { headers } = reply;

    expect(
      Date.parse(headers.get('expires') ?? '') - Date.parse(headers.get('last-modified') ?? ''),
    ).toBe(2_000);
  });
});
