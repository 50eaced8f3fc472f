import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pickSettings } from '#bin/setup/environment.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { median, spreadOf } from '../support/rounds.ts';

const MOST_S = 15;
const FIRST_START_MS = 20 * 60_000;
const LATER_START_MS = 120_000;

type Ports = { readonly web: number; readonly sandbox: number };

/** `npm start` in a clone that was installed and built by the start before it. No peer does this. */
export const start: Figure = {
  name: 'start',
  title: 'a second npm start, until the site answers',
  async measure({ rounds, say }) {
    const folder = mkdtempSync(join(tmpdir(), 'ageira-bench-'));
    const clone = join(folder, 'clone');
    try {
      const cloned = spawnSync('git', ['clone', '--quiet', ROOT, clone], { encoding: 'utf8' });
      if (cloned.status !== 0) throw new Error(cloned.stderr);
      const ports = { web: await findFreePort(), sandbox: await findFreePort() };
      say('The first start installs and builds; it takes minutes.');
      const first = await startOnce(clone, ports, FIRST_START_MS);
      const taken: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        taken.push(await startOnce(clone, ports, LATER_START_MS));
      }
      const measures: Measure[] = [
        {
          what: 'second npm start',
          unit: 's',
          value: median(taken),
          spread: spreadOf(taken),
          bar: { atMost: MOST_S },
        },
        { what: 'the first one, with installing and building', unit: 's', value: first, spread: 0 },
      ];
      return measures;
    } finally {
      const place = readPlace(clone);
      if (place) rmSync(place, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Start, wait for the site's word that it runs, stop. @returns Seconds until that word. */
async function startOnce(clone: string, ports: Ports, timeoutMs: number): Promise<number> {
  const startedMs = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: environment(ports),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  try {
    while (!output.includes(`Ageira Trade is running:  http://localhost:${ports.web}`)) {
      const isLate = performance.now() - startedMs > timeoutMs;
      if (isLate || child.exitCode !== null)
        throw new Error(`npm start did not come up:\n${output}`);
      await sleep(50);
    }
    return (performance.now() - startedMs) / 1_000;
  } finally {
    signalGroup(child, 'SIGINT');
    await closed;
  }
}

/** The machine's environment, without settings of a site. */
function environment(ports: Ports): NodeJS.ProcessEnv {
  const own = new Set([...Object.keys(pickSettings(process.env)), 'NODE_OPTIONS', 'NEXT_DIST_DIR']);
  const kept = Object.entries(process.env).filter(
    ([name]) => !own.has(name) && !/^npm_/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'production',
    PORT: String(ports.web),
    SANDBOX_PORT: String(ports.sandbox),
    npm_config_prefer_offline: 'true',
  };
}

/** Where root keeps the services' data, outside the clone. */
function readPlace(clone: string): string | null {
  try {
    return readFileSync(join(clone, '.data', 'services-place'), 'utf8').trim();
  } catch {
    return null;
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // It ended by itself.
  }
}
