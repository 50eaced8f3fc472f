import { defineConfig } from '@playwright/test';

const isRoot = process.getuid?.() === 0;
const executablePath = process.env.STORY_BROWSER;

const AFTERWARDS = ['afterwards.spec.ts', 'no-secrets.spec.ts'];

/** Run by `npm run test:e2e`, which brings up the site that the stories need. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: '.data/test/stories',
  // One project beside another: each has a site of its own, and waits for it most of the time.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  // A story is long, and a machine may be busy: this ends what hangs.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // They share one universe.
    { name: 'stories', testIgnore: AFTERWARDS, workers: 1 },
    // What the stories left behind, once all of them have run.
    { name: 'afterwards', testMatch: AFTERWARDS, dependencies: ['stories'] },
    // Who may see and do what, on a site of its own. No browser is needed.
    { name: 'access', testDir: 'tests/access', workers: 1 },
    // What every answer must be, on another.
    { name: 'passive', testDir: 'tests/passive', workers: 1 },
    // What kits do in a real browser. They have servers of their own.
    { name: 'kits', testDir: 'tests', testMatch: '{eve,messaging}/*.spec.ts' },
  ],
});
