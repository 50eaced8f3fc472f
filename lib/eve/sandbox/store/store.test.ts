import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SandboxStateError } from '../errors.ts';
import { startTestSandbox, TRADER, TRADER_CORPORATION } from '../testing/start-test-sandbox.ts';

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
