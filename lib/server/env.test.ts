import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EnvError, readEnv, VARIABLES } from './env.ts';

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

  test('gateways are found beside the web server, where nothing else is said', () => {
    expect(readEnv({ ...SANDBOX, PORT: '4000' })).toMatchObject({
      REALTIME_HOST: '127.0.0.1',
      REALTIME_PORT: 4002,
    });
    expect(readEnv({ ...TRANQUILITY, HOST: '0.0.0.0', REALTIME_HOST: 'workers' })).toMatchObject({
      HOST: '0.0.0.0',
      REALTIME_HOST: 'workers',
    });
  });

  test('an unset mode means real EVE as soon as anything of it is configured', () => {
    const env = readEnv(TRANQUILITY);
    expect(env.AGEIRA_MODE).toBe('tranquility');
    expect(env.EVE_ESI_URL).toBe('https://esi.evetech.net');
  });

  test('nothing at all is the sandbox, which only the start script can set up', () => {
    expect(() => readEnv({})).toThrow(/are not set: start the sandbox with "npm start"/);
  });

  test('half a configuration is refused, naming what is missing', () => {
    expect(() => readEnv({ DATABASE_URL: TRANQUILITY.DATABASE_URL })).toThrow(
      /PUBLIC_URL, REDIS_URL, EVE_CLIENT_ID, EVE_CLIENT_SECRET, ESI_CONTACT, TOKEN_KEYS, AUTH_SECRET/,
    );
  });

  test('an empty variable counts as unset', () => {
    expect(() => readEnv({ ...TRANQUILITY, AUTH_SECRET: '' })).toThrow(/^AUTH_SECRET is not set/);
  });

  test.each([
    ['PUBLIC_URL', 'http://example.com'],
    ['EVE_ESI_URL', 'https://esi.evetech.net'],
    ['EVE_SSO_URL', 'https://login.eveonline.com'],
    ['HOST', '0.0.0.0'],
    ['REALTIME_HOST', 'workers'],
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

  test.each([
    ['AGEIRA_MODE', 'Sandbox', 'sandbox or tranquility'],
    ['NODE_ENV', 'staging', 'production, development or test'],
    ['PUBLIC_URL', 'trade.example', 'an origin without a path'],
    ['PUBLIC_URL', 'https://trade.example/ore', 'an origin without a path'],
    ['PUBLIC_URL', 'https://trade.example/?a', 'an origin without a path'],
    ['PUBLIC_URL', 'https://me:canary@trade.example', 'an origin without a path'],
    ['PORT', '0', 'a port from 1 to 65535'],
    ['PORT', '99999', 'a port from 1 to 65535'],
    ['PORT', ' 80', 'a port from 1 to 65535'],
    ['PORT', '0x50', 'a port from 1 to 65535'],
    ['DATABASE_URL', '127.0.0.1:5432/canary', 'postgresql://user:password@host:5432/name'],
    ['DATABASE_URL', 'mysql://u:canary@127.0.0.1/x', 'postgresql://user:password@host:5432/name'],
    ['DATABASE_URL', 'postgresql:///canary', 'postgresql://user:password@host:5432/name'],
    ['DATABASE_URL', 'postgresql://u:canary%@db/x', 'postgresql://user:password@host:5432/name'],
    ['DATABASE_POOL_SIZE', 'many', 'a number from 1 to 200'],
    ['REDIS_URL', 'canary', 'redis://:password@host:6379/0'],
    ['REDIS_URL', 'redis://:canary@cache/queues', 'redis://:password@host:6379/0'],
    ['EVE_ESI_URL', 'esi', 'a web address'],
    ['ESI_CONTACT', 'canary@łódź.example', 'a mail address by which CCP reaches you, in ASCII'],
    ['AUTH_SECRET', 'canary', 'at least 32 characters'],
    ['OWNER_CHARACTER_IDS', 'Maren', 'character ids with commas between'],
    ['OWNER_CHARACTER_IDS', '1,,2', 'character ids with commas between'],
    ['OWNER_CHARACTER_IDS', '99999999999999999', 'character ids with commas between'],
    ['TRUSTED_PROXIES', 'proxy.example', 'addresses or networks with commas between'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'addresses or networks with commas between'],
    ['LOG_LEVEL', 'chatty', 'trace, debug, info, warn, error, fatal or silent'],
  ])('%s=%s is refused in one line that says what it must be', (name, value, expected) => {
    const message = refusalOf({ ...TRANQUILITY, [name]: value });

    expect(message).toContain(`${name} must be ${expected}`);
    expect(message).not.toMatch(/\n|canary/);
  });

  test('everything that is wrong is said at once', () => {
    expect(refusalOf({ ...TRANQUILITY, PORT: 'x', LOG_LEVEL: 'y' })).toBe(
      'PORT must be a port from 1 to 65535; LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent.',
    );
  });

  test.each([
    ['https://Trade.Example:443/', 'https://trade.example'],
    ['http://localhost:80', 'http://localhost'],
  ])('the origin %s is compared as browsers write it: %s', (given, origin) => {
    expect(readEnv({ ...TRANQUILITY, PUBLIC_URL: given }).PUBLIC_URL).toBe(origin);
  });
});

test('.env.example holds every variable, and none besides', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const names = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);

  expect(names.toSorted()).toEqual([...VARIABLES].toSorted());
});

function refusalOf(source: Record<string, string>): string {
  try {
    readEnv(source);
    return 'was read';
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.message;
  }
}
