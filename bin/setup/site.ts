/**
 * A whole running site on services that run already: what `npm start` and the stories share.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcessOptions, startAppProcess } from './app-process.ts';
import type { Variables } from './environment.ts';
import type { Guard } from './guard.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { runToEnd } from './run-to-end.ts';

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
  /** Stop web, supervisors and sandbox in this order; an aborted `hurry` kills what is left. */
  stop(hurry?: AbortSignal): Promise<void>;
};

/** Long enough for a worker to end its job (10 s) and its supervisor after it. */
const STOP_TIMEOUT_MS = 15_000;

/** Prepare the database, then start the processes. What started is stopped again on failure. */
export async function startSite(options: SiteOptions, signal: AbortSignal): Promise<Site> {
  const env = describeEnvironment(options);
  await runScript('migrations', ['prisma/migrate.ts', 'deploy'], options, env, signal);
  await runScript('seed', ['prisma/seed.ts'], options, env, signal);

  const kept: Kept[] = [];
  const site: Site = {
    async stop(hurry) {
      for (const process of kept.splice(0).reverse()) await process.stop(STOP_TIMEOUT_MS, hurry);
    },
  };
  try {
    for (const process of listProcesses(options)) {
      kept.push(await keep(process, options, env, signal));
    }
    return site;
  } catch (error) {
    await site.stop();
    throw error;
  }
}

type Named = Pick<AppProcessOptions, 'name' | 'script' | 'args'>;

function listProcesses({ settings, supervisors, isDev }: SiteOptions): Named[] {
  const isSandbox = settings.AGEIRA_MODE === 'sandbox';
  return [
    ...(isSandbox ? [{ name: 'sandbox', script: 'workers/sandbox/main.ts' }] : []),
    ...Array.from({ length: supervisors }, (_, index) => ({
      name: index === 0 ? 'supervisor' : `supervisor-${index + 1}`,
      script: 'workers/supervisor.ts',
    })),
    { name: 'web', script: 'bin/web.ts', args: isDev ? ['--dev'] : [] },
  ];
}

function keep(
  process: Named,
  { root, logFolder, guard, say, onGivenUp }: SiteOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Kept> {
  return keepRunning({
    say,
    onGivenUp,
    start: (stopping) =>
      startAppProcess(
        { ...process, root, env, logFolder, guard },
        AbortSignal.any([signal, stopping]),
      ),
  });
}

async function runScript(
  name: string,
  args: readonly string[],
  { root, guard }: SiteOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  if (!existsSync(join(root, args[0] ?? ''))) throw new Error(`${args[0]} is missing.`);
  await runToEnd({
    name,
    command: process.execPath,
    args: ['--import', 'tsx', ...args],
    cwd: root,
    env,
    signal,
    guard,
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
