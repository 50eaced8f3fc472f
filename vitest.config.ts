import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Two cores may be busy with much else: a limit tells what hangs from what works, and no more. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
};

/**
 * Loading the modules anew for each file took longer than most files: a worker keeps them. So no test
 * may leave anything behind in a module.
 */
const SHARED = { isolate: false };

/** Vitest would take one on two cores, though a file waits for its database half of its time. */
const WORKERS = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    teardownTimeout: 20_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{lib,app,workers,bench,bin,prisma,tests}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          environment: 'node',
          ...PATIENCE,
          ...SHARED,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{lib,app,workers,bin,prisma,tests}/**/*.integration.test.ts'],
          exclude: ['tests/start/**', '**/node_modules/**'],
          environment: 'node',
          globalSetup: ['tests/support/global-setup.ts'],
          ...PATIENCE,
          ...SHARED,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/*.faults.ts'],
          environment: 'node',
          globalSetup: ['tests/faults/support/global-setup.ts'],
          // They strike the servers that all of them use.
          fileParallelism: false,
          ...PATIENCE,
          ...SHARED,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'start',
          include: ['tests/start/**/*.integration.test.ts'],
          environment: 'node',
          ...PATIENCE,
          // Builds a whole site and takes its time: alone, after the others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
