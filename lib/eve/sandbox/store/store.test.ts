import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SandboxStateError } from '../errors.ts';
import {
  JITA,
  startTestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';

const SCOPES = ['esi-contracts.read_corporation_contracts.v1'];
const LIST = `/corporations/${TRADER_CORPORATION}/contracts`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the universe', () => {
  test('outlives a restart: contracts, tokens, keys and faults', async () => {
    const before = await startTestSandbox({ stateDir: folder });
    const contractId = await before.createContract();
    const { refresh_token = '' } = await before.signIn(TRADER, SCOPES);
    await before.close();

    const after = await startTestSandbox({ stateDir: folder });
    const refreshed = await after.postToken({ grant_type: 'refresh_token', refresh_token });
    const { access_token: token } = await refreshed.json();
    const rows = await (await after.esi(LIST, { token })).json();
    await after.close();

    expect(rows).toMatchObject([{ contract_id: contractId }]);
  });

  test('keeps a token valid over a restart on the same port', async () => {
    const before = await startTestSandbox({ stateDir: folder });
    const { access_token: token } = await before.signIn(TRADER, SCOPES);
    const { port } = before;
    await before.close();

    const after = await startTestSandbox({ stateDir: folder, port });
    expect((await after.esi(LIST, { token })).status).toBe(200);
    await after.close();
  });

  test('never gives an id twice: not after deletion, restart, reset or loss of its folder', async () => {
    const ids: number[] = [];
    const first = await startTestSandbox({ stateDir: folder });
    ids.push(await first.createContract());
    await first.act(ids[0] ?? 0, 'delete', 9000000000002);
    await first.close();
    const second = await startTestSandbox({ stateDir: folder });
    ids.push(await second.createContract());
    await second.command('POST', '/control/api/reset', {});
    ids.push(await second.createContract());
    await second.close();
    await rm(folder, { recursive: true });
    const later = new Date(Date.now() + 5_000);
    const third = await startTestSandbox({ stateDir: folder, clock: () => later });
    ids.push(await third.createContract());
    await third.close();

    expect(new Set(ids).size).toBe(4);
    expect(ids.toSorted((a, b) => a - b)).toEqual(ids);
  });

  test('keeps what it answered when it is killed', async () => {
    const file = new URL('../testing/killed-sandbox.ts', import.meta.url);
    const child = fork(file, [folder], { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
    const [answered] = await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const after = await startTestSandbox({ stateDir: folder });
    const { access_token: token } = await after.signIn(TRADER, SCOPES);
    const rows: { contract_id: number }[] = await (await after.esi(LIST, { token })).json();
    const next = await after.createContract();
    await after.close();

    const kept = rows.map(({ contract_id }) => contract_id);
    expect(kept).toEqual(expect.arrayContaining(answered as number[]));
    expect(kept).not.toContain(next);
  }, 60_000);

  test('leaves no drafts behind, and lets nobody else read its files', async () => {
    const sandbox = await startTestSandbox({ stateDir: folder });
    await Promise.all(Array.from({ length: 20 }, () => sandbox.createContract()));
    await sandbox.close();
    const world = JSON.parse(await readFile(join(folder, 'world.json'), 'utf8'));

    expect(await readdir(folder)).toEqual(['keys.json', 'world.json']);
    expect(world.contracts).toHaveLength(20);
  });

  test('of an older version goes on: what came later is filled in', async () => {
    const before = await startTestSandbox({ stateDir: folder });
    const contractId = await before.createContract();
    await before.close();
    const file = join(folder, 'world.json');
    await writeFile(file, JSON.stringify(asOnceWritten(JSON.parse(await readFile(file, 'utf8')))));

    const after = await startTestSandbox({ stateDir: folder });
    const { access_token: token } = await after.signIn(TRADER, [
      ...SCOPES,
      'esi-wallet.read_corporation_wallets.v1',
    ]);
    const wallets = `/corporations/${TRADER_CORPORATION}/wallets`;
    const [wallet] = await (await after.esi(wallets, { token })).json();
    const rows = await (await after.esi(LIST, { token })).json();
    const { faults, windows } = await (await fetch(`${after.url}/control/api`)).json();
    const accepted = await after.act(contractId, 'accept', TRADER);
    await after.close();

    expect(rows).toMatchObject([{ contract_id: contractId }]);
    expect(wallet.balance).toBeGreaterThan(0);
    expect(faults).toMatchObject([{ kind: '503', count: null }]);
    expect(windows).toMatchObject([{ kind: 'contract' }]);
    expect(accepted.status).toBe(200);
  });

  test('stays small: mails, windows, tokens and payments beyond their number are let go', async () => {
    let now = new Date('2026-11-22T12:00:00Z');
    const sandbox = await startTestSandbox({ stateDir: folder, clock: () => now });
    const trade = { characterId: TRADER, locationId: JITA, typeId: 34, quantity: 1, isBuy: true };
    await sandbox.command('POST', '/game/api/market', trade);
    now = new Date('2026-12-23T12:00:00Z');
    await sandbox.command('POST', '/game/api/market', trade);
    const { access_token: token } = await sandbox.signIn(TRADER, ['esi-ui.open_window.v1']);
    for (let window = 0; window < 60; window += 1) {
      await sandbox.postEsi('/ui/openwindow/marketdetails?type_id=34', undefined, { token });
    }
    await sandbox.close();
    const world = JSON.parse(await readFile(join(folder, 'world.json'), 'utf8'));

    expect(world.movements).toHaveLength(1);
    expect(world.openedWindows).toHaveLength(50);
    // What was traded before the universe began is in the journal, and not in the file.
    expect(JSON.stringify(world).length).toBeLessThan(200_000);
  });

  test.each([
    { name: 'not JSON', text: '{"version":1,' },
    { name: 'of another version', text: '{"version":2}' },
  ])('does not start on a file that is $name, and leaves it as it is', async ({ text }) => {
    const file = join(folder, 'world.json');
    await writeFile(file, text);

    await expect(startTestSandbox({ stateDir: folder })).rejects.toThrow(SandboxStateError);
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

/** The file as it was written before there were journals, mails, roles and counted faults. */
function asOnceWritten(world: Record<string, unknown>): Record<string, unknown> {
  const later = ['beganAt', 'movements', 'mails', 'roles', 'rotatesTokens'];
  const { wallets, hangars, contracts, cacheWindows, ...rest } = z
    .looseObject({
      wallets: z.record(z.string(), z.string()),
      hangars: z.record(z.string(), z.unknown()),
      contracts: z.array(z.looseObject({})),
      cacheWindows: z.looseObject({}),
    })
    .parse(world);
  const ofPilots = <Value>(all: Record<string, Value>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => id.startsWith('90')));
  const { speed: _, ...windows } = cacheWindows;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !later.includes(name))),
    wallets: ofPilots(wallets),
    hangars: ofPilots(hangars),
    contracts: contracts.map(({ buyoutCents: _buyout, bids: _bids, ...contract }) => contract),
    cacheWindows: windows,
    faults: [{ target: 'images', route: null, kind: '503', percent: 100, delayMs: 5_000 }],
    openedWindows: [{ characterId: TRADER, contractId: 1, openedAt: '2026-11-22T12:00:00.000Z' }],
  };
}
