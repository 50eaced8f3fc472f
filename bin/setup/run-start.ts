import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EnvError, readEnv } from '#lib/server/env.ts';
import { build, SITE_BUILD } from './build.ts';
import {
  chooseMode,
  choosePorts,
  describeSandbox,
  pickSettings,
  type Variables,
} from './environment.ts';
import { generate } from './generate.ts';
import { type Guard, startGuard } from './guard.ts';
import { listenForInterrupts } from './interrupts.ts';
import { type LocalServices, startLocalServices } from './local-services.ts';
import { requireFreePort } from './ports.ts';
import { takeRunLock } from './run-lock.ts';
import { TaskError } from './run-to-end.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
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
    if (interrupts.stop.aborted && !(error instanceof SetupError)) return 0;
    say(toText(error));
    return 1;
  }
}

type Interrupts = ReturnType<typeof listenForInterrupts>;

async function runOnce(root: string, isDev: boolean, interrupts: Interrupts): Promise<number> {
  const dataFolder = join(root, '.data');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const given = pickSettings(process.env);
  const ports = choosePorts(given);
  if (chooseMode(given) === 'tranquility') checkSettings(given);

  using _ = takeRunLock(join(dataFolder, 'start.lock'), `http://localhost:${ports.web}`);
  await requirePorts(ports);
  const secrets = loadSecrets(dataFolder);

  const guard = startGuard();
  let services: LocalServices | undefined;
  let site: Site | undefined;
  try {
    services = await startServices(root, given, { secrets, guard });
    const settings = completeSettings(root, given, { secrets, services });
    checkSettings(settings);

    if (await generate(root, interrupts.stop)) say('Generated the database client.');
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
    services?.onDeath((reason) => {
      givenUp = reason;
      interrupts.raise();
    });
    say(describeSite(settings));
    await interrupts.stopped;
    if (givenUp) say(`${givenUp}\nEverything is stopped: the site cannot run without it.`);
    else say('\nStopping. Ctrl-C once more does not wait for what is under way.');
    return givenUp ? 1 : 0;
  } finally {
    await site?.stop(interrupts.hurry);
    await services?.stop(interrupts.hurry);
    await guard.release();
    if (site) say('Stopped.');
  }
}

async function requirePorts(ports: { web: number; sandbox: number | null }): Promise<void> {
  for (const [port, name] of [
    [ports.web, 'PORT'],
    [ports.sandbox, 'SANDBOX_PORT'],
  ] as const) {
    if (port === null) continue;
    if (!(port > 0 && port < 65_536))
      throw new SetupError(`${name} is not a port: give a number from 1 to 65535.`);
    await requireFreePort(port, name);
  }
  if (ports.web === ports.sandbox) {
    throw new SetupError('PORT and SANDBOX_PORT are the same: give the sandbox another one.');
  }
}

/** Services of our own where the settings name none. */
async function startServices(
  root: string,
  given: Variables,
  { secrets, guard }: { secrets: Secrets; guard: Guard },
): Promise<LocalServices | undefined> {
  if (given.DATABASE_URL && given.REDIS_URL) return undefined;
  if (given.DATABASE_URL || given.REDIS_URL) {
    throw new SetupError(
      'Give both DATABASE_URL and REDIS_URL, or neither: the sandbox then brings its own.',
    );
  }
  say('Starting the database and Redis.');
  return startLocalServices(root, { secrets, guard, say });
}

function completeSettings(
  root: string,
  given: Variables,
  { secrets, services }: { secrets: Secrets; services: LocalServices | undefined },
): Variables {
  const settings = {
    ...(services ? { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl } : {}),
    ...given,
  };
  if (chooseMode(given) !== 'sandbox') return settings;
  return describeSandbox(settings, { secrets, stateFolder: join(root, '.data', 'sandbox') });
}

/** @throws EnvError in plain words, before anything is started. */
function checkSettings(settings: Variables): void {
  readEnv(settings);
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

/** What a person can act on comes as a sentence; only a fault of ours comes with its stack. */
function toText(error: unknown): string {
  const isPlain = [SetupError, EnvError, TaskError].some((kind) => error instanceof kind);
  if (isPlain && error instanceof Error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function say(text: string): void {
  console.log(text);
}
