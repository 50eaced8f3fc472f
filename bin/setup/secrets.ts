import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { SetupError } from './setup-error.ts';

const secretsSchema = z.object({
  postgresPassword: z.string().min(16),
  redisPassword: z.string().min(16),
  /** As TOKEN_KEYS: "1:base64 of 32 bytes". */
  tokenKeys: z.string().min(40),
  authSecret: z.string().min(32),
  eveClientSecret: z.string().min(16),
});

/** What nobody outside this checkout may know. Made once: the data is lost without it. */
export type Secrets = z.output<typeof secretsSchema>;

/**
 * Read the checkout's secrets, or make them.
 *
 * @throws SetupError when the file is there but not usable: new secrets would lock out the data.
 */
export function loadSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'secrets.json');
  if (!existsSync(path)) {
    const secrets = createSecrets();
    writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return secrets;
  }
  chmodSync(path, 0o600);
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new SetupError(
      `${path} cannot be read as the secrets of this checkout. Restore it from a backup, or remove it to start with an empty site.`,
    );
  }
}

/** New secrets from the system's random source. */
export function createSecrets(): Secrets {
  return {
    postgresPassword: randomBytes(24).toString('base64url'),
    redisPassword: randomBytes(24).toString('base64url'),
    tokenKeys: `1:${randomBytes(32).toString('base64')}`,
    authSecret: randomBytes(32).toString('base64url'),
    eveClientSecret: randomBytes(24).toString('base64url'),
  };
}
