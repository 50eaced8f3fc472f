import { ProcedureCaller } from '#lib/messaging/procedure-caller/index.ts';
import { Wormhole } from '#lib/messaging/wormhole/index.ts';
import type { Container } from '../container.ts';
import { runProcess } from '../process.ts';
import { createWorkerProcedures, type WorkerParts } from './worker-procedures.ts';

/** Argument of a worker that is to begin paused. */
export const PAUSED_ARGUMENT = '--paused';

export type WorkerDefinition = {
  /** @returns What the worker does; it is disposed of at the end, the last first. */
  readonly start: (container: Container) => WorkerParts['parts'] | Promise<WorkerParts['parts']>;
  readonly sync?: (container: Container) => Promise<string>;
};

/** Run this process as a worker of the supervisor that has forked it, or alone where nobody has. */
export async function runWorker(name: string, { start, sync }: WorkerDefinition): Promise<void> {
  await runProcess(name, async (container) => {
    const parts = await start(container);
    const { log } = container;
    const procedures = createWorkerProcedures({
      log,
      parts,
      sync: sync && (() => sync(container)),
      isPaused: process.argv.includes(PAUSED_ARGUMENT),
    });
    if (process.connected) serve(procedures, container);
    return parts;
  });
}

function serve(
  procedures: ReturnType<typeof createWorkerProcedures>,
  { log }: Pick<Container, 'log'>,
): void {
  const supervisor = new Wormhole(process, {
    procedures: new ProcedureCaller().defineAll(procedures),
  });
  supervisor.on('error', (error) => log.warn({ err: error }, 'the supervisor'));
  supervisor.event('ready');
}
