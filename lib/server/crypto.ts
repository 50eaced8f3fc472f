/**
 * Secrets at rest: AES-256-GCM, with the id of the key in front so that keys can be changed.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TokenKey } from './env-values.ts';

type Keys = { readonly env: { readonly TOKEN_KEYS: readonly TokenKey[] } };

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text cannot be opened: its shape, its key or its content is not what it was. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly reason: 'shape' | 'unknown-key' | 'tampered';

  constructor(reason: 'shape' | 'unknown-key' | 'tampered', options?: ErrorOptions) {
    super(`A sealed secret cannot be opened: ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * Seal a secret with the first of the keys.
 *
 * @param owner Whose it is, such as a character id. Only the same owner opens it again, so that a row
 *   copied over another's is worthless.
 * @returns `v1.<key id>.<base64url of IV, ciphertext and tag>`
 */
export function seal({ env }: Keys, secret: string, owner: string): string {
  const [key] = env.TOKEN_KEYS;
  if (!key) throw new RangeError('There is no key to seal with');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(toAad(key.id, owner));
  const bytes = Buffer.concat([
    iv,
    cipher.update(secret, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${VERSION}.${key.id}.${bytes.toString('base64url')}`;
}

/**
 * Open what `seal` made, with whichever of the keys it was sealed.
 *
 * @throws {SealError} For another owner, a key that is gone, or a changed text.
 */
export function open({ env }: Keys, sealed: string, owner: string): string {
  const [version, keyId, encoded, ...rest] = sealed.split('.');
  if (version !== VERSION || !keyId || !encoded || rest.length > 0) throw new SealError('shape');
  const key = env.TOKEN_KEYS.find(({ id }) => id === keyId);
  if (!key) throw new SealError('unknown-key');

  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealError('shape');
  const iv = bytes.subarray(0, IV_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key.key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(toAad(keyId, owner));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const secret = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([secret, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError('tampered', { cause });
  }
}

/** Whether `open` would give the secret: its key is there, and nothing was changed. */
export function canOpen(keys: Keys, sealed: string, owner: string): boolean {
  try {
    open(keys, sealed, owner);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

function toAad(keyId: string, owner: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${owner}`);
}
