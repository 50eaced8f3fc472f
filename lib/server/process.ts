/**
 * The life of a process: checked environment, one container, an orderly end.
 *
 * @module
 */
import { type Container, createContainer } from './container.ts';
import { disposeAll } from './dispose.ts';
import { measureProcess } from './metrics.ts';
import { readSettings, refuseToStart } from './prepare.ts';
import { startPublishingMetrics } from './shared-metrics.ts';
import { requireSite } from './site.ts';

/** What a stop may take before the process ends all the same. */
const DRAIN_MS = 10_000;

/**
 * Run this process until it is told to stop: by SIGTERM or SIGINT, or by the end of its parent.
 *
 * @param start Starts what the process is for. What it returns is disposed of at the end, the last
 *   first.
 */
export async function runProcess(
  name: string,
  start: (container: Container) => Promise<readonly AsyncDisposable[]>,
): Promise<void> {
  const stopped = listenForStop();
  const container = await open(name);

  measureProcess(container.metrics);
  const parts = [startPublishingMetrics(container), ...(await start(container))];
  container.log.info('started');
  sayReady();

  const reason = await stopped;
  container.log.info({ reason }, 'stopping');
  // Jobs that will not end must not keep us: the queue gives them to another process.
  setTimeout(() => process.exit(1), DRAIN_MS).unref();
  await disposeAll(parts)[Symbol.asyncDispose]();
  await container[Symbol.asyncDispose]();
  process.exit(0);
}

/** Resolves with the reason once this process should end. */
export function listenForStop(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('SIGTERM'));
    process.once('SIGINT', () => resolve('SIGINT'));
    // Without its parent a worker would live on unseen. It may have gone before we listen.
    if (process.connected === undefined) return;
    process.once('disconnect', () => resolve('parent gone'));
    if (!process.connected) resolve('parent gone');
  });
}

/** Tell the parent, where there is one, that this process does its work now. */
export function sayReady(): void {
  // A parent that has just gone is found out by listenForStop, not by a failure here.
  if (process.connected) process.send?.({ kind: 'ready' }, () => {});
}

/** Make the container, or tell the operator in plain words why not and exit. */
async function open(name: string): Promise<Container & AsyncDisposable> {
  const env = readSettings(name);
  try {
    const container = await createContainer(env, name);
    logFaults(container);
    await requireSite(container);
    return container;
  } catch (fault) {
    return refuseToStart(name, fault, env);
  }
}

/** A fault that nobody caught leaves the state unknown: say so, and let the supervisor restart us. */
export function logFaults({ log }: Pick<Container, 'log'>): void {
  const end = (error: unknown) => {
    log.fatal({ err: error }, 'a fault that nobody caught');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/**
 * The same for the web process, which Next keeps alive: a page may leave a promise behind that it has
 * no use for any more, and nobody else's page should end for it. What must last is in PostgreSQL.
 */
export function noteFaults({ log }: Pick<Container, 'log'>): void {
  const note = (error: unknown) => log.error({ err: error }, 'a fault that nobody caught');
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
}
