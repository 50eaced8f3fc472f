/**
 * How many checks passed, read from the reports of the runners.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

const vitestSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int().default(0),
  numTodoTests: z.int().default(0),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const playwrightSchema = z.object({
  stats: z.object({
    expected: z.int(),
    unexpected: z.int(),
    flaky: z.int(),
    skipped: z.int(),
  }),
  errors: z.array(z.unknown()).default([]),
});

/** A step that is one check. */
export function tallyStep(exitCode: number): Tally {
  return exitCode === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };
}

/** What Vitest reported. A file that could not even be loaded counts as one failure. */
export function tallyVitest(reportPath: string, exitCode: number): Tally {
  const report = readReport(reportPath, vitestSchema);
  if (!report) return tallyStep(exitCode || 1);
  const broken = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  return atLeastOneFailure(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** What Playwright reported. A story that passed only when tried again has failed once: it counts as failed. */
export function tallyPlaywright(reportPath: string, exitCode: number): Tally {
  const report = readReport(reportPath, playwrightSchema);
  if (!report) return tallyStep(exitCode || 1);
  return atLeastOneFailure(exitCode, {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
    skipped: report.stats.skipped,
  });
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    skipped: tallies.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}

/** A runner may fail for a reason that is no test's: an error that nobody caught, or no test at all. */
function atLeastOneFailure(exitCode: number, tally: Tally): Tally {
  return exitCode === 0 || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

function readReport<T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined {
  if (!existsSync(path)) return undefined;
  return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
