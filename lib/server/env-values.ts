/**
 * What a single variable of the environment may be, and what is made of it.
 *
 * @module
 */
import { isIP } from 'node:net';
import * as z from 'zod';

export type TokenKey = { readonly id: string; readonly key: Uint8Array };

export const webUrlSchema = z
  .url({ protocol: /^https?$/ })
  .transform((text) => text.replace(/(?<!\/)\/+$/, ''));

/** Browsers leave a standard port out and write names small: so does the origin that we compare with. */
export const originSchema = z
  .url({ protocol: /^https?$/ })
  .transform((text) => new URL(text))
  .refine((url) => url.href === `${url.origin}/`)
  .transform((url) => url.origin);

export const databaseUrlSchema = z.url({ protocol: /^postgres(ql)?$/ }).refine(isConnectable);
export const redisUrlSchema = z
  .url({ protocol: /^rediss?$/ })
  .refine(isConnectable)
  .refine((text) => !URL.canParse(text) || /^\/?\d*$/.test(new URL(text).pathname));

export const portSchema = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(65_535));

export const idListSchema = z
  .string()
  .regex(/^\s*\d{1,15}(\s*,\s*\d{1,15})*\s*$/)
  .transform((text) => (text.match(/\d+/g) ?? []).map(Number));

export const peersSchema = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((peers) => peers.every(isAddressOrNetwork));

export const tokenKeysSchema = z.string().transform((text, context): TokenKey[] => {
  const keys = text.split(',').map((part) => {
    const [id = '', base64 = ''] = splitOnce(part.trim(), ':');
    return { id, key: new Uint8Array(Buffer.from(base64, 'base64')) };
  });
  const isUsable = keys.every(({ id, key }) => /^\w{1,16}$/.test(id) && key.length === 32);
  if (isUsable && new Set(keys.map(({ id }) => id)).size === keys.length) return keys;
  context.addIssue('not usable');
  return z.NEVER;
});

/** Drivers decode user and password, and fail on a lone percent sign; a host they would make up. */
function isConnectable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  try {
    decodeURIComponent(url.username);
    decodeURIComponent(url.password);
  } catch {
    return false;
  }
  return url.hostname !== '' || url.searchParams.has('host');
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits] = splitOnce(text, '/');
  const family = isIP(address);
  if (family === 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  );
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
