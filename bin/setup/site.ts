/**
 * A whole running site on services that run already: what `npm start` and the stories share.
 *
 * @module
 */
import { join } from 'node:path';
import { deploy } from '#prisma/migrate.ts';
import { type AppProcessOptions, startAppProcess } from './app-process.ts';
import type { Variables } from './environment.ts';
import { followErrors, readReason } from './error-lines.ts';
import { explainDamage } from './explain-damage.mjs';
import type { Guard } from './guard.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { tryToEnd } from './run-to-end.ts';
import { SetupError } from './setup-error.ts';

export type SiteOptions = {
  readonly root: string;
  /** Complete settings, as lib/server/env.ts wants them. */
  readonly settings: Variables;
  /** The build to serve, from the root of the project. */
  readonly buildFolder: string;
  readonly logFolder: string;
  readonly guard: Guard;
  readonly isDev: boolean;
  /** How many supervisors, each with one of every worker. */
  readonly supervisors: number;
  readonly say: (text: string) => void;
  readonly onGivenUp: (reason: string) => void;
};

export type Site = {
  /** Stop web, supervisors and sandbox in this order; an aborted `hurry` shortens the waits. */
  stop(hurry?: AbortSignal): Promise<void>;
};

type Part = Pick<AppProcessOptions, 'name' | 'script' | 'args'> & {
  readonly waitsFor: 'nothing' | 'database' | 'site';
};

/** Long enough for a worker to end its job (10 s) and its supervisor after it. */
const STOP_TIMEOUT_MS = 15_000;

/**
 * Prepare the database and start the processes, those side by side that do not wait for each other.
 * What started is stopped again when something does not.
 */
export async function startSite(options: SiteOptions, signal: AbortSignal): Promise<Site> {
  const env = describeEnvironment(options);
  const parts = listParts(options);
  const logs = parts.map(({ name }) => join(options.logFolder, `${name}.log`));
  // What hinders a start is the reason of its failure, which is said once.
  const early: string[] = [];
  let sayNow: ((text: string) => void) | undefined;
  const following = followErrors(logs, (text) => (sayNow ? sayNow(text) : early.push(text)));

  // The first that fails is the reason, and the others are not waited for.
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const outcomes = await startParts(parts, options, env, {
    signal: either,
    onFailure: (reason) => failing.abort(reason),
  });
  const kept = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  const site: Site = {
    async stop(hurry) {
      for (const part of kept.splice(0).reverse()) await part.stop(STOP_TIMEOUT_MS, hurry);
      following[Symbol.dispose]();
    },
  };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failed) {
    sayNow = options.say;
    early.forEach(options.say);
    return site;
  }
  await site.stop();
  throw failed.reason;
}

/**
 * The sandbox starts beside everything; the site waits for the database, and the workers for the
 * site: a person looks at the site first, and a small machine cannot start all of them at once.
 */
function startParts(
  parts: readonly Part[],
  options: SiteOptions,
  env: NodeJS.ProcessEnv,
  { signal, onFailure }: { signal: AbortSignal; onFailure: (reason: unknown) => void },
): Promise<PromiseSettledResult<Kept>[]> {
  const start = (part: Part) => keep(part, options, env, signal);
  const prepared = prepareDatabase(options, env, signal);
  const web = parts
    .filter(({ waitsFor }) => waitsFor === 'database')
    .map(async (part) => {
      await prepared;
      return start(part);
    });
  const webStarted = Promise.all(web);
  const beside = parts.filter(({ waitsFor }) => waitsFor === 'nothing').map(start);
  const workers = parts
    .filter(({ waitsFor }) => waitsFor === 'site')
    .map(async (part) => {
      await webStarted;
      return start(part);
    });
  // In the order of `parts`, which the stop follows backwards.
  const all = [...beside, ...workers, ...web];
  for (const part of all) part.catch(onFailure);
  return Promise.allSettled(all);
}

/** The stop goes backwards: the site first, the sandbox last. */
function listParts({ settings, supervisors, isDev }: SiteOptions): Part[] {
  const sandbox = {
    name: 'sandbox',
    script: 'workers/sandbox/main.ts',
    waitsFor: 'nothing',
  } as const;
  return [
    ...(settings.AGEIRA_MODE === 'sandbox' ? [sandbox] : []),
    ...Array.from({ length: supervisors }, (_, index) => ({
      name: index === 0 ? 'supervisor' : `supervisor-${index + 1}`,
      script: 'workers/supervisor.ts',
      waitsFor: 'site' as const,
    })),
    { name: 'web', script: 'bin/web.ts', args: isDev ? ['--dev'] : [], waitsFor: 'database' },
  ];
}

async function prepareDatabase(
  { root, settings, guard }: SiteOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  await deploy(settings.DATABASE_URL ?? '');
  signal.throwIfAborted();
  const { code, killedBy, output } = await tryToEnd({
    name: 'Preparing the database',
    command: process.execPath,
    args: ['--import', 'tsx', 'prisma/seed.ts'],
    cwd: root,
    env,
    signal,
    guard,
  });
  signal.throwIfAborted();
  if (code === 0) return;
  if (killedBy) {
    throw new SetupError(
      `The seed was ended by ${killedBy} while it prepared the database: start again.`,
    );
  }
  throw new SetupError(
    readReason(output) ??
      explainDamage(output) ??
      `The database could not be prepared: ${output.trim()}`,
  );
}

function keep(
  part: Part,
  { root, logFolder, guard, say, onGivenUp }: SiteOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Kept> {
  return keepRunning({
    say,
    onGivenUp,
    start: (stopping) =>
      startAppProcess(
        { ...part, root, env, logFolder, guard },
        AbortSignal.any([signal, stopping]),
      ),
  });
}

/** What the machine sets stays, but settings come from the start alone. */
function describeEnvironment({ settings, buildFolder, isDev }: SiteOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...settings,
    ...(settings.PUBLIC_URL ? { NEXTAUTH_URL: settings.PUBLIC_URL } : {}),
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_DIST_DIR: buildFolder,
  };
}
