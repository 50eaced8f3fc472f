import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { open, SealError, seal } from './crypto.ts';
import type { TokenKey } from './env-values.ts';

const first: TokenKey = { id: '1', key: new Uint8Array(randomBytes(32)) };
const second: TokenKey = { id: '2', key: new Uint8Array(randomBytes(32)) };
const holding = (...keys: TokenKey[]) => ({ env: { TOKEN_KEYS: keys } });

const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SealError) return error.reason;
    throw error;
  }
  return 'opened';
};

describe('a sealed secret', () => {
  test('opens for its owner, and shows nothing but version and key', () => {
    const sealed = seal(holding(first), 'refresh token', '90000001');
    expect(sealed).toMatch(/^v1\.1\.[A-Za-z0-9_-]+$/);
    expect(sealed).not.toContain(Buffer.from('refresh token').toString('base64url'));
    expect(open(holding(first), sealed, '90000001')).toBe('refresh token');
  });

  test('copied to another owner does not open', () => {
    const sealed = seal(holding(first), 'refresh token', '90000001');
    expect(reasonOf(() => open(holding(first), sealed, '90000002'))).toBe('tampered');
  });

  test('of an old key still opens after a new one came, which seals from then on', () => {
    const old = seal(holding(first), 'refresh token', '1');
    expect(open(holding(second, first), old, '1')).toBe('refresh token');
    expect(seal(holding(second, first), 'x', '1')).toMatch(/^v1\.2\./);
  });

  test('of a key that is gone does not open', () => {
    const sealed = seal(holding(first), 'x', '1');
    expect(reasonOf(() => open(holding(second), sealed, '1'))).toBe('unknown-key');
  });

  test('does not open under another key of the same id', () => {
    const sealed = seal(holding(first), 'x', '1');
    expect(reasonOf(() => open(holding({ ...second, id: '1' }), sealed, '1'))).toBe('tampered');
  });

  test('changed in any place does not open', () => {
    const sealed = seal(holding(first), 'secret', '1');
    const [version, id, encoded = ''] = sealed.split('.');
    for (const [i] of [...Buffer.from(encoded, 'base64url')].entries()) {
      const bytes = Buffer.from(encoded, 'base64url');
      bytes[i] = (bytes[i] ?? 0) ^ 1;
      const changed = `${version}.${id}.${bytes.toString('base64url')}`;
      expect(reasonOf(() => open(holding(first), changed, '1'))).toBe('tampered');
    }
  });

  test.each(['', 'v1', 'v1.1', 'v2.1.AAAA', 'v1.1.AAAA', 'v1.1.a.b', 'plain text'])(
    'of another shape is refused: "%s"',
    (text) => {
      expect(reasonOf(() => open(holding(first), text, '1'))).toBe('shape');
    },
  );

  test('is never sealed with the same IV: 10,000 seals, 10,000 IVs', () => {
    const ivs = Array.from({ length: 10_000 }, () => {
      const [, , encoded = ''] = seal(holding(first), 'x', '1').split('.');
      return Buffer.from(encoded, 'base64url').subarray(0, 12).toString('hex');
    });
    expect(new Set(ivs).size).toBe(10_000);
  });
});
