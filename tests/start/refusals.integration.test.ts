import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pickSettings } from '#bin/setup/environment.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { findProcesses } from '#tests/support/processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What a start reads before it builds; the packages are those of this checkout. */
const COPIED = [
  'bin',
  'lib',
  'prisma',
  'workers',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.base.json',
];
const PATIENCE_MS = 60_000;

const REAL = {
  AGEIRA_MODE: 'tranquility',
  PUBLIC_URL: 'https://trade.example',
  DATABASE_URL: 'postgresql://ageira:canary@127.0.0.1:1/ageira',
  REDIS_URL: 'redis://:canary@127.0.0.1:1/0',
  EVE_CLIENT_ID: 'id',
  EVE_CLIENT_SECRET: 'canary',
  ESI_CONTACT: 'me@trade.example',
  TOKEN_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}`,
  AUTH_SECRET: 'canary canary canary canary canary',
};
const { TOKEN_KEYS: _, AUTH_SECRET: __, ...HALF } = REAL;

const mark = randomUUID();
let folder: string;
let checkout: string;
let port: number;

beforeAll(async () => {
  // A blank, a quote and a dollar: what a careless shell would trip over.
  folder = mkdtempSync(join(tmpdir(), "ageira's $HOME ö "));
  checkout = join(folder, 'checkout');
  for (const name of COPIED) {
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  port = await findFreePort();
});

beforeEach(() => removeData());

afterAll(() => {
  for (const { pid } of findProcesses({ mark, folders: [checkout] })) process.kill(pid, 'SIGKILL');
  removeData();
  rmSync(folder, { recursive: true, force: true });
});

describe('a start that cannot be ends in one sentence, with nothing left', () => {
  const cases: [name: string, variables: Record<string, string>, sentence: RegExp][] = [
    [
      'a misspelt mode',
      { AGEIRA_MODE: 'sandbx' },
      /^AGEIRA_MODE must be sandbox or tranquility\.$/,
    ],
    [
      'a misspelt environment of Node.js',
      { NODE_ENV: 'development1' },
      /^NODE_ENV must be production, development or test\.$/,
    ],
    ['a port that is none', { PORT: 'abc' }, /^PORT must be a port from 1 to 65535\.$/],
    ['services that do not answer', REAL, /^(PostgreSQL|Redis) at 127\.0\.0\.1:1 does not answer/],
    [
      'an address of another machine',
      { ...REAL, HOST: '192.0.2.1' },
      /^HOST=192\.0\.2\.1 is no addr/,
    ],
  ];
  test.each(cases)('%s', { timeout: PATIENCE_MS }, (_, variables, sentence) => {
    const { code, said } = start(variables);

    expect(said).toMatch(sentence);
    expectOneSentence(said);
    expect(code).toBe(1);
    expect(leftovers()).toEqual([]);
  });

  test('a taken port', { timeout: PATIENCE_MS }, async () => {
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const { code, said } = start({});
    server.close();

    expect(said).toMatch(
      new RegExp(`^Port ${port} is taken by process ${process.pid} \\(.* in /.*\\. .* PORT=`),
    );
    expectOneSentence(said);
    expect(code).toBe(1);
    expect(leftovers()).toEqual([]);
  });

  test.each([
    ['secrets that are damaged', 'secrets.json', /secrets\.json cannot be read as the secrets/],
    ['a file where the data folder belongs', '', /\.data stands where a folder is expected/],
  ])('%s', { timeout: PATIENCE_MS }, (_, name, sentence) => {
    if (name) mkdirSync(join(checkout, '.data'));
    writeFileSync(join(checkout, '.data', name), '{');
    const { code, said } = start({});

    expect(said).toMatch(sentence);
    expectOneSentence(said);
    expect(code).toBe(1);
  });

  test('npm that is not there', { timeout: PATIENCE_MS }, () => {
    const packages = join(checkout, 'node_modules');
    rmSync(packages);
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const { code, said } = start({ PATH: join(folder, 'empty') });
    symlinkSync(join(ROOT, 'node_modules'), packages);

    expect(said).toMatch(/^The packages could not be installed, for npm is not on PATH/m);
    expect(code).toBe(1);
    expect(leftovers()).toEqual([]);
  });
});

describe('a process that is started by hand says why it ends, in its log', () => {
  test.each([
    ['bin/web.ts', HALF, /^TOKEN_KEYS, AUTH_SECRET are not set/],
    ['bin/web.ts', { ...REAL, NODE_ENV: 'staging' }, /^NODE_ENV must be production/],
    ['workers/supervisor.ts', { ...REAL, LOG_LEVEL: 'chatty' }, /^LOG_LEVEL must be trace/],
    ['prisma/seed.ts', REAL, /^(PostgreSQL|Redis) at 127\.0\.0\.1:1 does not answer/],
    ['workers/sandbox/main.ts', REAL, /^The sandbox runs with AGEIRA_MODE=sandbox only/],
  ])('%s', { timeout: PATIENCE_MS }, (script, variables, sentence) => {
    const { code, said } = run(['--import', 'tsx', script], variables);

    expectOneSentence(said);
    expect(JSON.parse(said)).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(sentence),
    });
    expect(code).toBe(1);
    expect(leftovers()).toEqual([]);
  });
});

/** A terminal's signals go the way of SIGTERM: they are tried in the long run. */
const SIGNALS: NodeJS.Signals[] = process.env.LONG_RUN
  ? ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP']
  : ['SIGTERM', 'SIGKILL'];

test.each(SIGNALS)(
  'a start that %s breaks off while it makes its database leaves nothing running',
  { timeout: PATIENCE_MS },
  async (signal) => {
    const child = spawn(process.execPath, ['bin/start.mjs'], {
      cwd: checkout,
      env: environment({}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const ended = once(child, 'exit');
    await expect.poll(isMakingDatabase, { timeout: PATIENCE_MS, interval: 10 }).toBe(true);
    child.kill(signal);
    const [code] = await ended;

    await expect.poll(leftovers, { timeout: PATIENCE_MS }).toEqual([]);
    const data = join(postgresFolder(), 'data');
    expect(!existsSync(data) || existsSync(join(data, 'global', 'pg_control'))).toBe(true);
    if (signal === 'SIGKILL') return;
    expect(code).toBe(130);
    expect(said).toContain('Stopped before the site was up.');
    expect(readdirSync(join(checkout, '.data'))).not.toContain('start.lock');
  },
);

test('a start whose npm is killed stops by itself', { timeout: PATIENCE_MS }, async () => {
  const npm = spawn('npm', ['start'], {
    cwd: checkout,
    env: environment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  npm.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const closed = once(npm, 'close');
  await expect.poll(isMakingDatabase, { timeout: PATIENCE_MS, interval: 10 }).toBe(true);
  npm.kill('SIGKILL');
  // Its output is closed by the last that had it.
  await closed;

  expect(said).toContain('Stopped before the site was up.');
  await expect.poll(leftovers, { timeout: PATIENCE_MS }).toEqual([]);
});

function start(variables: Record<string, string>): { code: number | null; said: string } {
  return run(['bin/start.mjs'], variables);
}

function run(
  args: readonly string[],
  variables: Record<string, string>,
): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: checkout,
    env: environment(variables),
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return { code: status, said: `${stdout}${stderr}`.trim() };
}

/** The machine's environment without settings of this run, and with a mark that children inherit. */
function environment(variables: Record<string, string>): NodeJS.ProcessEnv {
  const own = new Set([...Object.keys(pickSettings(process.env)), 'NODE_OPTIONS', 'VITEST']);
  const kept = Object.entries(process.env).filter(
    ([name]) => !own.has(name) && !/^(TEST|VITEST|npm)_/.test(name),
  );
  const ports = variables.AGEIRA_MODE === 'tranquility' ? {} : { SANDBOX_PORT: String(port + 1) };
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'production',
    START_MARK: mark,
    PORT: String(port),
    ...ports,
    ...variables,
  };
}

function expectOneSentence(said: string): void {
  expect(said.split('\n')).toHaveLength(1);
  expect(said).not.toMatch(/canary|^\s+at /);
}

function leftovers(): string[] {
  return findProcesses({ mark, folders: [checkout, servicePlace()].filter(Boolean) }).map(
    ({ command }) => command,
  );
}

/** Where root keeps the services of this checkout; nothing for anybody else. */
function servicePlace(): string {
  const pointer = join(checkout, '.data', 'services-place');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
}

function postgresFolder(): string {
  return join(servicePlace() || join(checkout, '.data'), 'postgres');
}

/** initdb has marked its folder by now, and is far from done. */
function isMakingDatabase(): boolean {
  if (!existsSync(postgresFolder())) return false;
  return readdirSync(postgresFolder()).some((name) =>
    existsSync(join(postgresFolder(), name, 'PG_VERSION')),
  );
}

function removeData(): void {
  const place = servicePlace();
  if (place) rmSync(place, { recursive: true, force: true });
  rmSync(join(checkout, '.data'), { recursive: true, force: true });
}
