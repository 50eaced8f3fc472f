import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findOnPath } from './redis-program.ts';
import { SetupError } from './setup-error.ts';

const APT_TIMEOUT_MS = 600_000;

/**
 * Find a Chromium for the browser stories: on PATH, Playwright's own, Debian's (installed where we
 * are root), or the one inside an npm package.
 *
 * @returns The path of the program.
 * @throws SetupError that names what to install.
 */
export async function findBrowser(say: (text: string) => void): Promise<string> {
  const installed = ['chromium', 'chromium-browser', 'google-chrome'].map(findOnPath).find(Boolean);
  if (installed) return installed;

  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();

  if (process.getuid?.() === 0 && findOnPath('apt-get')) {
    say('There is no browser: installing Chromium from Debian.');
    if (apt('install', 'chromium') || (apt('update') && apt('install', 'chromium'))) {
      const path = findOnPath('chromium');
      if (path) return path;
    }
  }
  const packaged = await unpackChromium();
  if (packaged) return packaged;
  throw new SetupError(
    'The stories need a browser. Install Chromium (Debian: apt-get install chromium; without root: its libraries libnss3 and libnspr4), or run: npx playwright install chromium',
  );
}

/** npm's @sparticuz/chromium unpacks itself into the temporary folder; Linux on x64 only. */
async function unpackChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath();
    const answer = spawnSync(path, ['--version', '--no-sandbox'], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    return answer.status === 0 ? path : undefined;
  } catch {
    return undefined;
  }
}

function apt(...words: string[]): boolean {
  const result = spawnSync('apt-get', ['--yes', '--no-install-recommends', ...words], {
    stdio: 'ignore',
    timeout: APT_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return result.status === 0;
}
