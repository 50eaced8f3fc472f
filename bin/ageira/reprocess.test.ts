import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { UsageError } from './command.ts';
import { command } from './reprocess.ts';

// Each test starts a process, and the machine may be busy with others.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PILOT =
  '--base 50 --rig 3 --security 0.12 --structure 0.055 --reprocessing 5 --efficiency 5 --ore-skill 5 --implant 0.04';

describe('ageira reprocess', () => {
  test('prints what comes out at a given yield', async () => {
    expect(await reprocess('Veldspar', '--quantity 10050 --yield 0.8734 --json')).toEqual({
      code: 0,
      stdout: '{"outputs":[{"typeId":34,"name":"Tritanium","quantity":34936}],"leftover":50}\n',
      stderr: '',
    });
  });

  test('computes the yield, and prints all of its digits', async () => {
    expect((await reprocess('Veldspar', `--quantity 10050 ${PILOT} --json`)).stdout).toBe(
      '{"outputs":[{"typeId":34,"name":"Tritanium","quantity":36251}],"leftover":50,"yield":0.90628105568}\n',
    );
    const low = PILOT.replace('0.12', '0.06');
    expect((await reprocess('1230', `--quantity 100 ${low} --json`)).stdout).toContain(
      '"yield":0.85773028484',
    );
  });

  test('writes for people without --json', async () => {
    const { stdout } = await reprocess('Clear Icicle', '--quantity 10000 --yield 0.9063');
    expect(stdout).toBe(
      [
        '10,000 Clear Icicle: 10,000 portions of 1, at a yield of 0.9063 (90.63 %).',
        '    625,347  Heavy Water',
        '    317,205  Liquid Ozone',
        '  3,752,082  Helium Isotopes',
        '      9,063  Strontium Clathrates',
        'Nothing is left over.\n',
      ].join('\n'),
    );
  });

  test.each([
    {
      why: 'less than a portion',
      type: 'Veldspar',
      rest: '--quantity 50 --yield 0.8734 --json',
      prints: '{"outputs":[],"leftover":50}\n',
      says: '50 Veldspar do not fill a portion of 100: nothing is refined.',
    },
    {
      why: 'a skill that cannot be had yet',
      type: 'Veldspar',
      rest: '--quantity 100 --base 50 --reprocessing 3 --efficiency 5 --ore-skill 5 --json',
      prints:
        '{"outputs":[{"typeId":34,"name":"Tritanium","quantity":218}],"leftover":0,"yield":0.545}\n',
      says: '--efficiency counts as 0: it needs Reprocessing 4.',
    },
    {
      why: 'what scrap does not care for',
      type: 'Rifter',
      rest: `--quantity 1 ${PILOT} --json`,
      prints: '"leftover":0,"yield":0.55}\n',
      says: 'For Rifter only Scrapmetal Processing (--ore-skill) counts.',
    },
    {
      why: 'what gas cares for',
      type: 'Compressed Fullerite-C50',
      rest: '--quantity 1000 --base 50 --structure 0.1 --ore-skill 5 --json',
      prints: '"name":"Fullerite-C50","quantity":950}],"leftover":0,"yield":0.95}\n',
      says: 'only Gas Decompression Efficiency (--ore-skill) and the structure count.',
    },
    {
      why: 'what rounds down to nothing',
      type: 'Glistening Sylvite',
      rest: '--quantity 100 --yield 0.00001 --json',
      prints: '{"outputs":[],"leftover":0}\n',
      says: 'Every material rounds down to nothing.',
    },
  ])('says beside the answer: $why', async ({ type, rest, prints, says }) => {
    const { code, stdout, stderr } = await reprocess(type, rest);
    expect(stderr).toContain(says);
    expect(stdout).toContain(prints);
    expect(code).toBe(0);
  });

  test.each([
    [
      'Veldspr',
      '--quantity 100 --yield 0.5',
      'No item is called "Veldspr". Did you mean Veldspar?',
    ],
    ['ノヴァロケット', '--quantity 100 --yield 0.5', 'several items: Nova Rocket (2516), Nova'],
    ['', '--quantity 100 --yield 0.5', 'No item is called "".'],
    ['999999999', '--quantity 100 --yield 0.5', 'No item has the number 999999999.'],
    ['Tritanium', '--quantity 100 --yield 0.5', 'Tritanium cannot be refined.'],
    ['Fullerite-C50', '--quantity 100 --yield 0.5', 'gas is only compressed'],
    ['Veldspar', '--quantity 0 --yield 0.5', 'at least one unit'],
    ['Veldspar', '--quantity -5 --yield 0.5', '--quantity -5: there must be at least one unit'],
    ['Veldspar', '--quantity 1.5 --yield 0.5', 'takes a whole number, such as 10050, not "1.5"'],
    ['Veldspar', '--quantity 9e99 --yield 0.5', 'takes a whole number, such as 10050, not "9e99"'],
    ['Veldspar', `--quantity ${'9'.repeat(25)} --yield 0.5`, 'is too large: at most 9,007,199,'],
    ['Spodumain', '--quantity 9007199254740991 --yield 1', 'Refine them in parts.'],
    ['Veldspar', '--quantity 100 --yield 0', 'a yield is above 0 and at most 1'],
    ['Veldspar', '--quantity 100 --yield -0.5', 'a yield is above 0 and at most 1'],
    ['Veldspar', '--quantity 100 --yield 1.01', 'a yield is above 0 and at most 1'],
    ['Veldspar', '--quantity 100 --yield 87.34', '87.34 % is 0.8734.'],
    ['Veldspar', '--quantity 100 --yield 0,87', '--yield takes a number such as 0.8734'],
    ['Rifter', '--quantity 100 --yield 0.56', 'at most 0.55 comes back'],
    ['Veldspar', '--quantity 100', 'Give --yield, or --base'],
    ['Veldspar', '--quantity 100 --rig 3', 'Give --yield, or --base'],
    ['Veldspar', `--quantity 100 --yield 0.5 ${PILOT}`, 'not both'],
    ['Veldspar', '--quantity 100 --base 0.5', 'a percentage from 1 to 100'],
    ['Veldspar', '--quantity 100 --base 101', '--base takes a number from 0 to 100'],
    ['Veldspar', '--quantity 100 --base 99 --rig 3', 'more than 100 percent'],
    [
      'Veldspar',
      '--quantity 100 --base 50 --security 0.5',
      '--security takes a number from 0 to 0.2',
    ],
    ['Veldspar', '--quantity 100 --base 50 --security -0.3', '--security takes a number'],
    ['Veldspar', '--quantity 100 --base 50 --reprocessing 6', 'a level from 0 to 5, not "6"'],
    ['Veldspar', '--quantity 100 --base 50 --ore-skill 4.5', 'a level from 0 to 5, not "4.5"'],
    ['Veldspar', '--yield 0.5', '--quantity is missing.'],
  ])('refuses %s %s', async (type, rest, says) => {
    const refusal = command.run(['--type', type, ...rest.split(' ')]);
    await expect(refusal).rejects.toBeInstanceOf(UsageError);
    await expect(refusal).rejects.toThrow(says);
  });

  test('ends with exit code 2 where the input is wrong', async () => {
    const { code, stdout, stderr } = await reprocess('Veldspr', '--quantity 100 --yield 0.5');
    expect(stderr).toContain('Did you mean Veldspar?');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

/** Without an environment: no database, no service, no address. */
async function reprocess(type: string, rest: string) {
  const child = spawn(
    process.execPath,
    ['bin/ageira.mjs', 'reprocess', '--type', type, ...rest.split(' ')],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
