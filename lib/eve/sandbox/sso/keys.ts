import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import * as z from 'zod';
import { SandboxStateError } from '../errors.ts';

const FILE_NAME = 'keys.json';
/** EVE's own name for its RS256 key. */
const RSA_KEY_ID = 'JWT-Signature-Key';

const jwkSchema = z.record(z.string(), z.unknown());
const savedKeysSchema = z.strictObject({
  rsaPrivate: jwkSchema,
  rsaPublic: jwkSchema,
  ecPublic: jwkSchema,
});

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** The keys that sign and check access tokens. */
export type SsoKeys = {
  readonly keyId: string;
  readonly signingKey: ImportedKey;
  readonly checkingKey: ImportedKey;
  /** What `/oauth/jwks` serves: the RS256 key in use and an ES256 key, as EVE has them. */
  readonly publicKeys: readonly JWK[];
};

/** Read the keys from the state folder, or make them once. Null: one set in memory a process. */
export async function readKeys(folder: string | null): Promise<SsoKeys> {
  const saved = folder === null ? await memoryKeys() : await readOrCreate(folder);
  return {
    keyId: RSA_KEY_ID,
    signingKey: await importJWK(saved.rsaPrivate, 'RS256'),
    checkingKey: await importJWK(saved.rsaPublic, 'RS256'),
    publicKeys: [saved.rsaPublic, saved.ecPublic],
  };
}

type SavedKeys = z.output<typeof savedKeysSchema>;

async function readSaved(file: string): Promise<SavedKeys | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return savedKeysSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SandboxStateError(file, 'these are not its keys', { cause: error });
  }
}

// Making a pair takes a tenth of a second, which a test with its own sandbox should not pay twice.
let keysInMemory: Promise<SavedKeys> | undefined;
function memoryKeys(): Promise<SavedKeys> {
  keysInMemory ??= createKeys();
  return keysInMemory;
}

async function readOrCreate(folder: string): Promise<SavedKeys> {
  const file = join(folder, FILE_NAME);
  const kept = await readSaved(file);
  if (kept) return kept;
  const created = await createKeys();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.draft`, JSON.stringify(created), { mode: 0o600 });
  await rename(`${file}.draft`, file);
  return created;
}

async function createKeys(): Promise<SavedKeys> {
  const rsa = await generateKeyPair('RS256', { extractable: true });
  const ec = await generateKeyPair('ES256', { extractable: true });
  const rsaNames = { alg: 'RS256', kid: RSA_KEY_ID, use: 'sig' };
  return savedKeysSchema.parse({
    rsaPrivate: { ...(await exportJWK(rsa.privateKey)), ...rsaNames },
    rsaPublic: { ...(await exportJWK(rsa.publicKey)), ...rsaNames },
    ecPublic: { ...(await exportJWK(ec.publicKey)), alg: 'ES256', kid: randomUUID(), use: 'sig' },
  });
}
