import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    teardownTimeout: 20_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{lib,app,workers,bench,bin,prisma,tests}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{lib,app,workers,bin,prisma,tests}/**/*.integration.test.ts'],
          exclude: ['tests/start/**', '**/node_modules/**'],
          environment: 'node',
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'start',
          include: ['tests/start/**/*.integration.test.ts'],
          environment: 'node',
          // Builds a whole site and takes its time: alone, after the others.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
