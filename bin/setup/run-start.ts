import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkDatabase, checkRedis } from '#lib/server/check-services.ts';
import { readEnv } from '#lib/server/env.ts';
import { build, SITE_BUILD } from './build.ts';
import {
  chooseMode,
  choosePorts,
  describeSandbox,
  type Ports,
  pickSettings,
  type Variables,
} from './environment.ts';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { type Guard, startGuard } from './guard.ts';
import { listenForInterrupts } from './interrupts.ts';
import { type LocalServices, startLocalServices } from './local-services.ts';
import { requireFreePort } from './ports.ts';
import { takeRunLock } from './run-lock.ts';
import { createSecrets, loadSecrets, type Secrets } from './secrets.ts';
import { SetupError } from './setup-error.ts';
import { type Site, startSite } from './site.ts';
import { describeSite } from './welcome.ts';

/**
 * `npm start`: bring everything up, in order; stay until told to stop; take everything down, in
 * the opposite order.
 *
 * @param args `--dev` runs the site without a build, reloading on change.
 * @returns The exit code.
 */
export async function runStart(root: string, args: readonly string[]): Promise<number> {
  const interrupts = listenForInterrupts();
  try {
    return await runOnce(root, args.includes('--dev'), interrupts);
  } catch (error) {
    // A signal that came while something was waited for is heard in the next round only.
    await wait(0);
    if (interrupts.stop.aborted) {
      say('\nStopped before the site was up. Start again when you like: it goes on from there.');
      return BROKEN_OFF;
    }
    say(explain(error));
    return 1;
  }
}

/** What a shell expects of a command that Ctrl-C ended. */
const BROKEN_OFF = 130;
/** What a killed start left needs to end, once nobody is there to hurry it. */
const LEFTOVERS_MS = 20_000;

type Interrupts = ReturnType<typeof listenForInterrupts>;

async function runOnce(root: string, isDev: boolean, interrupts: Interrupts): Promise<number> {
  const dataFolder = join(root, '.data');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  accessSync(dataFolder, constants.W_OK | constants.X_OK);
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const given = pickSettings(process.env);
  const ports = choosePorts(given);
  checkPorts(ports);
  checkSettings(root, given);

  using lock = takeRunLock(join(dataFolder, 'start.lock'), `http://localhost:${ports.web}`);
  await requirePorts(given, ports, lock.wasLeft ? LEFTOVERS_MS : 0);
  await checkGivenServices(given);
  const secrets = loadSecrets(dataFolder);

  const guard = startGuard();
  // What waits for a service that is gone waits in vain.
  const fallen = new AbortController();
  let services: LocalServices | undefined;
  let site: Site | undefined;
  try {
    services = await startServices(root, given, { secrets, guard, signal: interrupts.stop });
    const settings = completeSettings(root, given, { secrets, services });

    const made = await generate(root, { signal: interrupts.stop, guard });
    for (const name of made) say(`Generated the ${name}.`);
    if (!isDev) await buildSite(root, { signal: interrupts.stop, guard });

    let givenUp: string | undefined;
    say('Starting the site.');
    site = await startSite(
      {
        root,
        settings,
        buildFolder: SITE_BUILD,
        logFolder: join(dataFolder, 'logs'),
        guard,
        isDev,
        supervisors: 1,
        say,
        onGivenUp: (reason) => {
          givenUp = reason;
          interrupts.raise();
        },
      },
      interrupts.stop,
    );
    void services?.givenUp.then((reason) => {
      givenUp = reason;
      fallen.abort();
      interrupts.raise();
    });
    say(describeSite(settings));
    await interrupts.stopped;
    if (givenUp) say(`${givenUp}\nThe site cannot run without it: everything is being stopped.`);
    else say('\nStopping. Ctrl-C once more does not wait for what is under way.');
    return givenUp ? 1 : 0;
  } finally {
    await site?.stop(AbortSignal.any([interrupts.hurry, fallen.signal]));
    await services?.stop(interrupts.hurry);
    await guard.release();
    if (site) say('Stopped.');
  }
}

function checkPorts({ web, realtime, sandbox }: Ports): void {
  const named = [
    ['PORT', web],
    ['REALTIME_PORT', realtime],
    ['SANDBOX_PORT', sandbox],
  ] as const;
  for (const [name, port] of named) {
    if (port === null || (port > 0 && port < 65_536)) continue;
    throw new SetupError(`${name} must be a port from 1 to 65535.`);
  }
  for (const [name, port] of named) {
    const twin = named.find((other) => other[0] !== name && other[1] === port);
    if (twin) throw new SetupError(`${name} and ${twin[0]} are the same: give each its own.`);
  }
}

/**
 * Refuse wrong settings before anything is started; stand-ins take the place of what a start makes.
 *
 * @throws EnvError in plain words.
 */
function checkSettings(root: string, given: Variables): void {
  if (chooseMode(given) === 'sandbox' && !given.DATABASE_URL !== !given.REDIS_URL) {
    throw new SetupError(
      'DATABASE_URL and REDIS_URL go together: give both, or neither for a sandbox that brings its own.',
    );
  }
  const services = { databaseUrl: 'postgresql://localhost/x', redisUrl: 'redis://localhost' };
  const isOwn = chooseMode(given) === 'sandbox' && !given.DATABASE_URL && !given.REDIS_URL;
  readEnv(
    completeSettings(root, given, {
      secrets: createSecrets(),
      services: isOwn ? services : undefined,
    }),
  );
}

async function requirePorts(given: Variables, ports: Ports, patienceMs: number): Promise<void> {
  const isReal = ports.sandbox === null;
  await requireFreePort(ports.web, {
    variable: 'PORT',
    // The sandbox is called by name, and a name has more than one address.
    host: isReal ? (given.HOST ?? '127.0.0.1') : undefined,
    patienceMs,
  });
  await requireFreePort(ports.realtime, {
    variable: 'REALTIME_PORT',
    host: given.HOST ?? '127.0.0.1',
    patienceMs,
  });
  if (ports.sandbox === null) return;
  await requireFreePort(ports.sandbox, { variable: 'SANDBOX_PORT', patienceMs });
}

/** Look at services that are not ours before minutes go into a build. */
async function checkGivenServices(given: Variables): Promise<void> {
  if (!given.DATABASE_URL || !given.REDIS_URL) return;
  const mode = chooseMode(given) === 'sandbox' ? 'sandbox' : 'tranquility';
  const [, warning] = await Promise.all([
    checkDatabase(given.DATABASE_URL, mode),
    checkRedis(given.REDIS_URL),
  ]);
  if (warning) say(warning);
}

/** Services of our own where the settings name none. */
async function startServices(
  root: string,
  given: Variables,
  { secrets, guard, signal }: { secrets: Secrets; guard: Guard; signal: AbortSignal },
): Promise<LocalServices | undefined> {
  if (given.DATABASE_URL) return undefined;
  say('Starting the database and Redis.');
  return startLocalServices(root, { secrets, guard, say, signal });
}

function completeSettings(
  root: string,
  given: Variables,
  {
    secrets,
    services,
  }: { secrets: Secrets; services: Pick<LocalServices, 'databaseUrl' | 'redisUrl'> | undefined },
): Variables {
  const settings = {
    ...(services ? { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl } : {}),
    ...given,
  };
  if (chooseMode(given) !== 'sandbox') return settings;
  return describeSandbox(settings, { secrets, stateFolder: join(root, '.data', 'sandbox') });
}

async function buildSite(
  root: string,
  { signal, guard }: { signal: AbortSignal; guard: Guard },
): Promise<void> {
  const startedAt = performance.now();
  const notice = setTimeout(
    () => say('Building the site: about a minute, after a change only.'),
    500,
  );
  try {
    const isNew = await build(root, { folder: SITE_BUILD, signal, guard });
    if (isNew) say(`Built the site in ${Math.round((performance.now() - startedAt) / 1_000)} s.`);
  } finally {
    clearTimeout(notice);
  }
}

function say(text: string): void {
  console.log(text);
}
