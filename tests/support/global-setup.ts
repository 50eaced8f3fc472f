import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startTestServices } from '#bin/setup/test-services.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    redisUrl: string;
  }
}

/**
 * Vitest's global setup of integration tests: use the services of `npm test` where it runs us,
 * else bring up our own.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  if (databaseUrl && redisUrl) {
    project.provide('databaseUrl', databaseUrl);
    project.provide('redisUrl', redisUrl);
    return undefined;
  }

  const root = fileURLToPath(new URL('../..', import.meta.url));
  const services = await startTestServices(root, (text) => process.stdout.write(`${text}\n`));
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('redisUrl', services.redisUrl);
  return async () => {
    await services[Symbol.asyncDispose]();
  };
}
