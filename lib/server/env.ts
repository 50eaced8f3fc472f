/**
 * The environment, read once at the start of each process. No other file reads `process.env`.
 *
 * @module
 */
import * as z from 'zod';
import {
  databaseUrlSchema,
  idListSchema,
  originSchema,
  peersSchema,
  portSchema,
  redisUrlSchema,
  tokenKeysSchema,
  webUrlSchema,
} from './env-values.ts';

export type Mode = 'sandbox' | 'tranquility';
export type Env = z.output<typeof envSchema> & {
  readonly REALTIME_HOST: string;
  readonly REALTIME_PORT: number;
};

type Source = Readonly<Record<string, string | undefined>>;

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);
const EVE_URLS = {
  EVE_SSO_URL: 'https://login.eveonline.com',
  EVE_ESI_URL: 'https://esi.evetech.net',
  EVE_IMAGES_URL: 'https://images.evetech.net',
} as const;

/** Where nothing has a default: each must be given, in either mode. */
const REQUIRED = [
  'PUBLIC_URL',
  'DATABASE_URL',
  'REDIS_URL',
  'EVE_CLIENT_ID',
  'EVE_CLIENT_SECRET',
  'ESI_CONTACT',
  'TOKEN_KEYS',
  'AUTH_SECRET',
] as const;

/** What a value must be, in words for the operator: values are never repeated, some are secrets. */
export const EXPECTED = {
  AGEIRA_MODE: 'sandbox or tranquility',
  NODE_ENV: 'production, development or test',
  PUBLIC_URL: 'an origin without a path, such as https://trade.example.org',
  HOST: 'an address or a name of this machine',
  PORT: 'a port from 1 to 65535',
  REALTIME_HOST: 'an address or a name of the machine of the workers',
  REALTIME_PORT: 'a port from 1 to 65535',
  DATABASE_URL:
    'postgresql://user:password@host:5432/name, with other characters than letters and digits in the password written as %40',
  DATABASE_POOL_SIZE: 'a number from 1 to 200',
  REDIS_URL:
    'redis://:password@host:6379/0, with other characters than letters and digits in the password written as %40',
  EVE_CLIENT_ID: 'the client id of your EVE application',
  EVE_CLIENT_SECRET: 'the secret key of your EVE application',
  EVE_SSO_URL: 'a web address',
  EVE_ESI_URL: 'a web address',
  EVE_IMAGES_URL: 'a web address',
  ESI_CONTACT: 'a mail address by which CCP reaches you, in ASCII',
  TOKEN_KEYS:
    'id:key with commas between, each id once, each key made by "openssl rand -base64 32"',
  AUTH_SECRET: 'at least 32 characters, made by "openssl rand -base64 48"',
  METRICS_TOKEN: 'at least 32 letters and digits, made by "openssl rand -hex 32"',
  OWNER_CHARACTER_IDS: 'character ids with commas between',
  TRUSTED_PROXIES: 'addresses or networks with commas between, such as 127.0.0.1 or 10.0.0.0/8',
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent',
  SANDBOX_PORT: 'a port from 1 to 65535',
  SANDBOX_ITEM_PACE: 'on or off',
  SANDBOX_STATE_DIR: 'a folder',
} as const;

const envSchema = z.object({
  AGEIRA_MODE: z.enum(['sandbox', 'tranquility']),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  /** The one origin, without a slash at the end. */
  PUBLIC_URL: originSchema,
  /** Where the web server listens. */
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: portSchema.default(3000),
  /** Where the web server finds the supervisor: by default HOST, on this machine. */
  REALTIME_HOST: z.string().min(1).optional(),
  /** Where the supervisor listens, at HOST, for browsers that want to be told: by default two above PORT. */
  REALTIME_PORT: portSchema.optional(),
  DATABASE_URL: databaseUrlSchema,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  REDIS_URL: redisUrlSchema,
  /** From developers.eveonline.com, for the callback at /api/auth/callback/eve. */
  EVE_CLIENT_ID: z.string().min(1),
  EVE_CLIENT_SECRET: z.string().min(1),
  EVE_SSO_URL: webUrlSchema.default(EVE_URLS.EVE_SSO_URL),
  EVE_ESI_URL: webUrlSchema.default(EVE_URLS.EVE_ESI_URL),
  EVE_IMAGES_URL: webUrlSchema.default(EVE_URLS.EVE_IMAGES_URL),
  /** How CCP reaches us when we misbehave: they block those without one. */
  ESI_CONTACT: z.string().regex(/^[\x20-\x7e]{3,}$/),
  /** The first key seals, all of them open. */
  TOKEN_KEYS: tokenKeysSchema,
  AUTH_SECRET: z.string().min(32),
  /** Who reads /api/metrics brings it; nobody does where it is not set. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.-]{32,200}$/)
    .optional(),
  /** Become owners at their first sign-in, as long as the site has none. */
  OWNER_CHARACTER_IDS: idListSchema.default([]),
  /** Peers whose forwarded-for header is believed; none by default. */
  TRUSTED_PROXIES: peersSchema.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SANDBOX_PORT: portSchema.default(3001),
  /** `off` for a sandbox whose limits are off: contracts' items are asked for without pause. */
  SANDBOX_ITEM_PACE: z.enum(['on', 'off']).default('on'),
  SANDBOX_STATE_DIR: z.string().min(1).optional(),
});

/** The name of every variable there is. */
export const VARIABLES: readonly string[] = Object.keys(envSchema.shape);

/**
 * Read the environment, and refuse to start on one that is half set or that mixes two universes.
 *
 * An unset `AGEIRA_MODE` means the sandbox only where nothing else is configured.
 *
 * @throws {EnvError} Naming each variable that is missing or wrong; values are never repeated.
 */
export function readEnv(source: Source): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const mode = given.AGEIRA_MODE ?? defaultMode(given);
  if (!isMode(mode)) throw new EnvError(`AGEIRA_MODE must be ${EXPECTED.AGEIRA_MODE}.`);

  const missing = REQUIRED.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new EnvError(describeMissing(mode, missing));

  const leftovers = mode === 'tranquility' ? Object.keys(given).filter(isSandboxName) : [];
  if (leftovers.length > 0) {
    throw new EnvError(
      `${leftovers.join(', ')} is for the sandbox only, and the mode is tranquility: unset it.`,
    );
  }

  const parsed = envSchema.safeParse({ ...given, AGEIRA_MODE: mode });
  if (!parsed.success) throw new EnvError(describeIssues(parsed.error));
  const breaches = findModeBreaches(parsed.data);
  if (breaches.length > 0) throw new EnvError(`${breaches.join('; ')}.`);
  const { data } = parsed;
  return {
    ...data,
    REALTIME_HOST: data.REALTIME_HOST ?? data.HOST,
    REALTIME_PORT: data.REALTIME_PORT ?? data.PORT + 2,
  };
}

/** The environment does not allow a start. The message is for the operator. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Whether a host name can only mean this machine. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.has(host.toLowerCase());
}

function defaultMode(given: Source): Mode {
  const isConfigured = Object.keys(given).some(
    (name) =>
      name === 'DATABASE_URL' ||
      name === 'REDIS_URL' ||
      name === 'PUBLIC_URL' ||
      name.startsWith('EVE_'),
  );
  return isConfigured ? 'tranquility' : 'sandbox';
}

function isMode(text: string): text is Mode {
  return text === 'sandbox' || text === 'tranquility';
}

function describeMissing(mode: Mode, missing: readonly string[]): string {
  const names = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
  return mode === 'sandbox'
    ? `${names}: start the sandbox with "npm start", which sets them all.`
    : `${names}, and real EVE needs all of them (.env.example explains each): set them, or unset the others too for the sandbox.`;
}

function describeIssues(error: z.ZodError): string {
  const names = new Set(error.issues.map(({ path }) => String(path[0])));
  const sentences = [...names].map((name) => `${name} must be ${EXPECTED[name as Variable]}`);
  return `${sentences.join('; ')}.`;
}

/** Every variable of the schema has its words. */
type Variable = keyof Env & keyof typeof EXPECTED;

function isSandboxName(name: string): boolean {
  return name.startsWith('SANDBOX_');
}

function findModeBreaches(env: z.output<typeof envSchema>): string[] {
  const eveNames = ['EVE_SSO_URL', 'EVE_ESI_URL', 'EVE_IMAGES_URL'] as const;
  const isLocal = (name: (typeof eveNames)[number] | 'PUBLIC_URL') =>
    isLoopbackHost(new URL(env[name]).hostname);

  if (env.AGEIRA_MODE === 'sandbox') {
    const open = (['PUBLIC_URL', ...eveNames] as const)
      .filter((name) => !isLocal(name))
      .map((name) => `${name} must be on localhost, for the sandbox stays on this machine`);
    const hosts = (['HOST', 'REALTIME_HOST'] as const)
      .filter((name) => !isLoopbackHost(env[name] ?? env.HOST))
      .map((name) => `${name} must be 127.0.0.1, for the sandbox stays on this machine`);
    return [...open, ...hosts];
  }

  const leftovers = eveNames
    .filter(isLocal)
    .map((name) => `${name} points at a sandbox, but the mode is tranquility: unset it`);
  const isPlain = !isLocal('PUBLIC_URL') && !env.PUBLIC_URL.startsWith('https://');
  return isPlain
    ? [...leftovers, 'PUBLIC_URL must begin with https://, for cookies need it beyond this machine']
    : leftovers;
}
