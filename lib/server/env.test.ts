import { describe, expect, test } from 'vitest';
import { EnvError, readEnv } from './env.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const SANDBOX = {
  AGEIRA_MODE: 'sandbox',
  PUBLIC_URL: 'http://localhost:3000',
  DATABASE_URL: 'postgresql://u@127.0.0.1:5432/ageira',
  REDIS_URL: 'redis://127.0.0.1:6379',
  EVE_CLIENT_ID: 'id',
  EVE_CLIENT_SECRET: 'secret',
  EVE_SSO_URL: 'http://localhost:3001/sso',
  EVE_ESI_URL: 'http://localhost:3001/esi',
  EVE_IMAGES_URL: 'http://localhost:3001/images',
  ESI_CONTACT: 'nobody@localhost',
  TOKEN_KEYS: `1:${KEY}`,
  AUTH_SECRET: 'a secret that is long enough for it',
};
const {
  AGEIRA_MODE: _,
  EVE_SSO_URL: __,
  EVE_ESI_URL: ___,
  EVE_IMAGES_URL: ____,
  ...shared
} = SANDBOX;
const TRANQUILITY = { ...shared, PUBLIC_URL: 'https://ore.example' };

describe('readEnv', () => {
  test('a complete sandbox is read', () => {
    const env = readEnv({ ...SANDBOX, OWNER_CHARACTER_IDS: '9000000000001, 2' });
    expect(env).toMatchObject({ AGEIRA_MODE: 'sandbox', PORT: 3000, HOST: '127.0.0.1' });
    expect(env.OWNER_CHARACTER_IDS).toEqual([9_000_000_000_001, 2]);
    expect(env.TOKEN_KEYS).toMatchObject([{ id: '1' }]);
  });

  test('an unset mode means real EVE as soon as anything of it is configured', () => {
    const env = readEnv(TRANQUILITY);
    expect(env.AGEIRA_MODE).toBe('tranquility');
    expect(env.EVE_ESI_URL).toBe('https://esi.evetech.net');
  });

  test('nothing at all is the sandbox, which only the start script can set up', () => {
    expect(() => readEnv({})).toThrow(/mode sandbox.*npm start/s);
  });

  test('half a configuration is refused, naming what is missing', () => {
    expect(() => readEnv({ DATABASE_URL: TRANQUILITY.DATABASE_URL })).toThrow(
      /PUBLIC_URL, REDIS_URL, EVE_CLIENT_ID, EVE_CLIENT_SECRET, ESI_CONTACT, TOKEN_KEYS, AUTH_SECRET/,
    );
  });

  test('an empty variable counts as unset', () => {
    expect(() => readEnv({ ...TRANQUILITY, AUTH_SECRET: '' })).toThrow(/Missing: AUTH_SECRET/);
  });

  test.each([
    ['PUBLIC_URL', 'http://example.com'],
    ['EVE_ESI_URL', 'https://esi.evetech.net'],
    ['EVE_SSO_URL', 'https://login.eveonline.com'],
    ['HOST', '0.0.0.0'],
  ])('the sandbox never leaves this machine: %s', (name, value) => {
    expect(() => readEnv({ ...SANDBOX, [name]: value })).toThrow(EnvError);
  });

  test.each([
    ['EVE_SSO_URL', 'http://localhost:3001/sso'],
    ['SANDBOX_PORT', '3001'],
    ['PUBLIC_URL', 'http://ore.example'],
  ])('real EVE takes nothing of the sandbox, nor cookies without https: %s', (name, value) => {
    expect(() => readEnv({ ...TRANQUILITY, [name]: value })).toThrow(EnvError);
  });

  test.each(['', '1', '1:short', `1:${KEY},1:${KEY}`, `:${KEY}`])(
    'keys of another shape are refused and never repeated: %s',
    (keys) => {
      const read = () => readEnv({ ...TRANQUILITY, TOKEN_KEYS: keys || 'x' });
      expect(read).toThrow(/TOKEN_KEYS/);
      expect(read).not.toThrow(KEY);
    },
  );
});
