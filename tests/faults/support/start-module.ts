/**
 * One of the site's own modules as a process of its own, on a stage's services, with its log at hand.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Stage } from '#workers/testing/stage.ts';

const ROOT = new URL('../../../', import.meta.url);
const PLANT = new URL('plant-rejection.mjs', import.meta.url);

type Line = { readonly process?: string; readonly msg?: string; readonly level?: string };

/** Resolves when it says that it is ready. SIGUSR2 plants a rejection in it that nobody catches. */
export async function startModule(
  stage: Stage,
  module: string,
  variables: Record<string, string> = {},
) {
  const child = fork(fileURLToPath(new URL(module, ROOT)), {
    cwd: fileURLToPath(ROOT),
    execArgv: ['--import', 'tsx', '--import', PLANT.href],
    env: { ...process.env, ...stage.variables, LOG_LEVEL: 'info', ...variables },
    silent: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`${module} did not start:\n${output}`);
    }),
  ]);
  const lines = () => output.split('\n').flatMap(toLine);
  return {
    pid: child.pid ?? 0,
    ended,
    lines,
    says: (process: string, msg: string, times: number) =>
      expect
        .poll(() => lines().filter((line) => line.process === process && line.msg === msg).length, {
          // Five processes that start at once, on a machine that does other work.
          timeout: 90_000,
        })
        .toBe(times),
    [Symbol.asyncDispose]: () => end(child, ended),
  };
}

function toLine(text: string): Line[] {
  try {
    // Our own log, looked at field by field.
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}
