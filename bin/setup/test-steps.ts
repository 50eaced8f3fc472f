import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, TEST_BUILD } from './build.ts';
import type { Guard } from './guard.ts';
import { tryToEnd } from './run-to-end.ts';
import { startStorySite } from './story-site.ts';
import { type Tally, tallyPlaywright, tallyStep, tallyVitest } from './tally.ts';
import type { TestServices } from './test-services.ts';

export type StepContext = {
  readonly root: string;
  /** What the person added to the command: files to run, flags of the runner. */
  readonly extra: readonly string[];
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Ends what a step runs should this process be killed. */
  readonly guard: Guard;
  /** Brought up by the first step that asks. */
  readonly services: () => Promise<TestServices>;
};

export type StepResult = { readonly tally: Tally; readonly output: string };

export type Step = {
  readonly name: string;
  /** What `--only` calls it. */
  readonly group: 'lint' | 'types' | 'unit' | 'integration' | 'faults' | 'build' | 'e2e';
  run(context: StepContext): Promise<StepResult>;
};

const VITEST = 'vitest/vitest.mjs';

/** All checks, the quick ones first. */
export const STEPS: readonly Step[] = [
  {
    name: 'format and lint',
    group: 'lint',
    run: (context) => runTool(context, ['@biomejs/biome/bin/biome', 'check', '.']),
  },
  {
    name: 'import rule',
    group: 'lint',
    run: (context) =>
      runTool(context, [
        'dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        ...SOURCE_FOLDERS,
      ]),
  },
  { name: 'dead code', group: 'lint', run: (context) => runTool(context, ['knip/bin/knip.js']) },
  { name: 'types', group: 'types', run: checkTypes },
  { name: 'unit tests', group: 'unit', run: (context) => runVitest(context, ['unit'], {}) },
  {
    name: 'integration tests',
    group: 'integration',
    async run(context) {
      const services = await context.services();
      return runVitest(context, ['integration', 'start'], {
        TEST_DATABASE_URL: services.databaseUrl,
        TEST_REDIS_URL: services.redisUrl,
      });
    },
  },
  // They have servers of their own to strike.
  { name: 'faults', group: 'faults', run: (context) => runVitest(context, ['faults'], {}) },
  { name: 'build', group: 'build', run: buildSite },
  { name: 'stories in a browser', group: 'e2e', run: runStories },
];

/** Cruised for the import rule. */
const SOURCE_FOLDERS = [
  'app',
  'bin',
  'instrumentation-client.ts',
  'instrumentation.ts',
  'lib',
  'prisma',
  'tests',
  'workers',
];

async function runTool(
  context: StepContext,
  [tool = '', ...args]: readonly string[],
): Promise<StepResult> {
  const { code, output } = await runNode(context, tool, args, {});
  return { tally: tallyStep(code), output };
}

/** The types of routes and pages are generated first: `RouteContext` and its like. */
async function checkTypes(context: StepContext): Promise<StepResult> {
  const routes = await runNode(context, 'next/dist/bin/next', ['typegen'], {});
  if (routes.code !== 0) return { tally: tallyStep(routes.code), output: routes.output };
  return runTool(context, ['typescript/bin/tsc', '--noEmit', '--project', '.']);
}

async function runVitest(
  context: StepContext,
  projects: readonly string[],
  env: Record<string, string>,
): Promise<StepResult> {
  const report = reportPath(context, projects.join('-'));
  const args = [
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { code, output } = await runNode(context, VITEST, [...args, ...context.extra], env);
  return { tally: tallyVitest(report, code), output };
}

async function buildSite({ root, signal, guard }: StepContext): Promise<StepResult> {
  try {
    await build(root, { folder: TEST_BUILD, signal, guard });
    return { tally: tallyStep(0), output: '' };
  } catch (error) {
    return { tally: tallyStep(1), output: error instanceof Error ? error.message : String(error) };
  }
}

async function runStories(context: StepContext): Promise<StepResult> {
  const report = reportPath(context, 'stories');
  try {
    await using site = await startStorySite(context.root, {
      services: await context.services(),
      signal: context.signal,
      say: context.say,
    });
    const { code, output } = await runNode(
      context,
      '@playwright/test/cli.js',
      ['test', ...context.extra],
      {
        ...site.variables,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    );
    return { tally: tallyPlaywright(report, code), output };
  } catch (error) {
    context.signal.throwIfAborted();
    return { tally: tallyStep(1), output: error instanceof Error ? error.message : String(error) };
  }
}

function reportPath({ root }: StepContext, name: string): string {
  const path = join(root, '.data', 'test', `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

function runNode(
  { root, signal, guard }: StepContext,
  tool: string,
  args: readonly string[],
  env: Record<string, string>,
) {
  return tryToEnd({
    name: tool,
    command: process.execPath,
    args: [join(root, 'node_modules', tool), ...args],
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    signal,
    guard,
  });
}
