import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addTallies, tallyPlaywright, tallyStep, tallyVitest } from './tally.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ageira-tally-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a Vitest report', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((result) => ({ status: result })),
  });

  test('gives its counts', () => {
    const path = report({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [file('failed', 'passed', 'failed')],
    });

    expect(tallyVitest(path, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const path = report({
      numPassedTests: 3,
      numFailedTests: 0,
      testResults: [file('passed', 'passed'), file('failed')],
    });

    expect(tallyVitest(path, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test('of a run that failed for a reason of its own counts one failure', () => {
    const path = report({ numPassedTests: 3, numFailedTests: 0, testResults: [] });

    expect(tallyVitest(path, 1).failed).toBe(1);
  });

  test('that was never written is one failure, whatever the exit code', () => {
    expect(tallyVitest(join(folder, 'nothing.json'), 0)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
  });
});

describe('a Playwright report', () => {
  test('gives its counts, a flaky story as a failure', () => {
    const path = report({
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [],
    });

    expect(tallyPlaywright(path, 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  test('with an error outside the stories counts it', () => {
    const path = report({
      stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
      errors: [{ message: 'No tests found' }],
    });

    expect(tallyPlaywright(path, 1).failed).toBe(1);
  });
});

test('tallies add up', () => {
  expect(addTallies([tallyStep(0), tallyStep(2), { passed: 5, failed: 0, skipped: 1 }])).toEqual({
    passed: 6,
    failed: 1,
    skipped: 1,
  });
});

function report(content: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}
