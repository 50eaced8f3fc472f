import { type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import samples from '#lib/core/paste/testing/samples.json' with { type: 'json' };

// Each test starts a process, and the machine may be busy with others.
vi.setConfig({ testTimeout: 30_000 });

const ROOT = fileURLToPath(new URL('..', import.meta.url));

describe('ageira', () => {
  test('says in its help which commands there are', async () => {
    const { code, stdout } = await ageira(['--help']);

    expect(code).toBe(0);
    expect(stdout).toContain('paste');
    expect(stdout).toContain('match');
    expect(stdout).toContain('sde import');
    expect((await ageira([])).stdout).toBe(stdout);
  });

  test.each([
    ...['check', 'esi', 'match', 'members grant-owner', 'paste', 'reprocess', 'sde import'],
    'workers list',
    ...['pause', 'resume', 'restart', 'sync', 'log-level'].map((verb) => `workers ${verb}`),
  ])('starts the command %s', async (command) => {
    const { code, stdout, stderr } = await ageira([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`ageira -- ${command}`);
  });

  test.each([
    { args: ['pasta'], says: 'There is no command "pasta". Did you mean "paste"?' },
    { args: ['sde'], says: '"sde" is not a whole command. There is: sde import.' },
    { args: ['sde', 'import'], says: 'The folder or zip file of the export is missing.' },
    { args: ['sde', 'import', 'x', '--build', 'new'], says: '--build takes a number' },
    { args: ['paste', '--nonsense'], says: "Unknown option '--nonsense'." },
    { args: ['paste', 'file.txt'], says: "Unexpected argument 'file.txt'." },
    { args: ['workers', 'stop'], says: 'There is no command "workers stop".' },
    { args: ['workers', 'list', 'relay'], says: "Unexpected argument 'relay'." },
    { args: ['workers', 'log-level'], says: 'The level is missing.' },
    { args: ['workers', 'log-level', 'loud'], says: 'LEVEL is one of trace, debug' },
    { args: ['constructor'], says: 'There is no command "constructor".' },
  ])('refuses $args with a sentence and exit code 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await ageira(args);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
  });
});

test('ends quietly when nobody reads its answer any more', async () => {
  const child = spawn(process.execPath, ['bin/ageira.mjs', 'paste', '--any-name'], { cwd: ROOT });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdout.destroy();
  child.stdin.on('error', () => undefined);
  child.stdin.end('Veldspar 1000\n'.repeat(9_000));

  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
});

describe('ageira paste', () => {
  test('prints items and unread lines with the reason and the nearest names', async () => {
    const { code, stdout } = await ageira(['paste'], 'Veldspar II-Grade\t1,000\nRifterr x3\n');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      items: [
        { typeId: 17470, name: 'Concentrated Veldspar', quantity: 1000, blueprintCopy: false },
      ],
      unread: [
        {
          line: 2,
          text: 'Rifterr x3',
          reason: 'No item has this name. Did you mean Rifter?',
          code: 'unknown-name',
          suggestions: [{ typeId: 587, name: 'Rifter' }],
        },
      ],
    });
  });

  test('accepts every name when asked to', async () => {
    const { stdout } = await ageira(['paste', '--any-name', '--json'], '10x Unobtainium\r\n');

    expect(JSON.parse(stdout)).toEqual({
      items: [{ typeId: null, name: 'Unobtainium', quantity: 10, blueprintCopy: false }],
      unread: [],
    });
  });

  test('explains itself', async () => {
    const { code, stdout } = await ageira(['paste', '--help']);

    expect(code).toBe(0);
    expect(stdout).toContain('--any-name');
  });

  test('refuses a text that is too large', async () => {
    const tooLong = await ageira(['paste', '--any-name'], 'Veldspar 1\n'.repeat(10_001));
    expect(tooLong).toMatchObject({ code: 2, stdout: '' });
    expect(tooLong.stderr).toContain('10,000 lines');

    const tooLarge = await ageira(['paste', '--any-name'], 'x'.repeat(1_048_577));
    expect(tooLarge).toMatchObject({ code: 2, stdout: '' });
  });

  test('refuses a folder in place of a text', () => {
    const folder = openSync(ROOT, 'r');
    const stdio: StdioOptions = [folder, 'pipe', 'pipe'];
    const options = { cwd: ROOT, timeout: 20_000, stdio, encoding: 'utf8' } as const;
    const outcome = spawnSync(process.execPath, ['bin/ageira.mjs', 'paste'], options);
    closeSync(folder);
    expect(outcome).toMatchObject({ status: 2, stdout: '' });
    expect(outcome.stderr).toContain('The input is a folder, which cannot be read.');
  });

  test('reads an empty text as nothing', async () => {
    const { code, stdout } = await ageira(['paste'], '');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ items: [], unread: [] });
  });
});

describe('ageira match', () => {
  test('prints the verdict and all 18 findings with message and fix', async () => {
    const { code, stdout } = await ageira(['match'], JSON.stringify(RIGHT));

    expect(code).toBe(0);
    const { verdict, findings } = JSON.parse(stdout);
    expect(verdict).toBe('valid');
    expect(findings).toHaveLength(18);
    for (const finding of findings) {
      expect(finding).toMatchObject({ level: 'ok', message: expect.any(String), fix: null });
    }
  });

  test('says what to do about a contract that is not as quoted', async () => {
    const [item] = RIGHT.items;
    const wrong = { ...RIGHT, items: [{ ...item, quantity: 900_000 }] };

    const { stdout } = await ageira(['match'], JSON.stringify(wrong));

    const { verdict, findings } = JSON.parse(stdout);
    expect(verdict).toBe('fix-needed');
    const finding = findings.find(({ check }: { check: string }) => check === 'items');
    expect(finding.level).toBe('problem');
    expect(finding.message).toContain('Veldspar');
    expect(finding.fix).toEqual(expect.any(String));
  });

  test('names the field that is wrong', async () => {
    const { contract_id: _, ...contract } = RIGHT.contract;

    const { code, stdout, stderr } = await ageira(
      ['match'],
      JSON.stringify({ ...RIGHT, contract }),
    );

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('contract.contract_id');
  });

  test('refuses what is not JSON', async () => {
    const { code, stderr } = await ageira(['match'], '{"quote":');

    expect(code).toBe(2);
    expect(stderr).toContain('not JSON');
  });
});

test('the samples that name real items are read with their ids', async () => {
  const wanted = [
    'inventory row',
    'tab list',
    'russian client inventory (space thousands, decimal comma, cyrillic m^3)',
  ];
  const texts = samples.filter(({ name }) => wanted.includes(name)).map(({ input }) => input);

  const { stdout } = await ageira(['paste'], texts.join('\n'));

  const { items, unread } = JSON.parse(stdout);
  expect(unread).toEqual([]);
  expect(items).toHaveLength(14);
  expect(items).toContainEqual(expect.objectContaining({ typeId: 34, quantity: 1_167_157 }));
});

const RIGHT = {
  quote: {
    code: 'AT-7K3M9QX2',
    createdAt: '2026-11-20T10:00:00Z',
    expiresAt: '2026-11-23T10:00:00Z',
    side: 'buys',
    totalIsk: '125000000.00',
    locationId: 60003760,
    lines: [{ typeId: 1230, quantity: 1_000_000 }],
  },
  program: {
    assigneeId: 90000001,
    locationIds: [60003760],
    toleranceBp: 0,
    toleranceIsk: '1.00',
    issuerIds: [91000001, 91000002],
  },
  contract: {
    contract_id: 200000001,
    type: 'item_exchange',
    status: 'outstanding',
    availability: 'personal',
    issuer_id: 91000001,
    issuer_corporation_id: 98000001,
    assignee_id: 90000001,
    acceptor_id: 0,
    for_corporation: false,
    date_issued: '2026-11-20T11:00:00Z',
    date_expired: '2026-11-27T11:00:00Z',
    start_location_id: 60003760,
    end_location_id: 60003760,
    title: 'AT-7K3M9QX2',
    price: 125_000_000,
    reward: 0,
    collateral: 0,
    volume: 100_000,
  },
  items: [
    { record_id: 1, type_id: 1230, quantity: 1_000_000, is_included: true, is_singleton: false },
  ],
  now: '2026-11-20T11:05:00Z',
};

type Outcome = { code: number | null; stdout: string; stderr: string };

/** Run the command line as `npm run ageira` does. */
function ageira(args: string[], input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bin/ageira.mjs', ...args], {
      cwd: ROOT,
      timeout: 20_000,
    });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      outcome.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      outcome.stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...outcome, code }));
    // The command may refuse its input before it has read all of it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
