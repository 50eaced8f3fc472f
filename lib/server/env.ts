/**
 * The environment, read once at the start of each process. No other file reads `process.env`.
 *
 * @module
 */
import * as z from 'zod';

export type Mode = 'sandbox' | 'tranquility';
export type TokenKey = { readonly id: string; readonly key: Uint8Array };
export type Env = z.output<typeof envSchema>;

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

const webUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

const idListSchema = z
  .string()
  .regex(/^\s*\d*(\s*,\s*\d+)*\s*$/, 'expected character ids with commas between')
  .transform((text) => (text.match(/\d+/g) ?? []).map(Number));

const listSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const tokenKeysSchema = z.string().transform((text, context): TokenKey[] => {
  const keys = text.split(',').map((part) => {
    const [id = '', base64 = ''] = splitOnce(part.trim(), ':');
    return { id, key: new Uint8Array(Buffer.from(base64, 'base64')) };
  });
  const isUsable = keys.every(({ id, key }) => /^\w{1,16}$/.test(id) && key.length === 32);
  if (isUsable && new Set(keys.map(({ id }) => id)).size === keys.length) return keys;
  // The value is a secret, so the message must not repeat any of it.
  context.addIssue('expected "id:base64 of 32 bytes", with commas between, each id once');
  return z.NEVER;
});

const envSchema = z
  .object({
    AGEIRA_MODE: z.enum(['sandbox', 'tranquility']),
    NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
    /** The one origin, without a slash at the end. */
    PUBLIC_URL: webUrl.refine((text) => new URL(text).pathname === '/', 'expected an origin only'),
    /** Where the web server listens. */
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    /** From developers.eveonline.com, for the callback at /api/auth/callback/eve. */
    EVE_CLIENT_ID: z.string().min(1),
    EVE_CLIENT_SECRET: z.string().min(1),
    EVE_SSO_URL: webUrl.default(EVE_URLS.EVE_SSO_URL),
    EVE_ESI_URL: webUrl.default(EVE_URLS.EVE_ESI_URL),
    EVE_IMAGES_URL: webUrl.default(EVE_URLS.EVE_IMAGES_URL),
    /** How CCP reaches us when we misbehave: they block those without one. */
    ESI_CONTACT: z.string().min(3),
    /** The first key seals, all of them open. */
    TOKEN_KEYS: tokenKeysSchema,
    AUTH_SECRET: z.string().min(32, 'expected at least 32 characters'),
    /** Become owners at their first sign-in, as long as the site has none. */
    OWNER_CHARACTER_IDS: idListSchema.default([]),
    /** Peers whose forwarded-for header is believed; none by default. */
    TRUSTED_PROXIES: listSchema.default([]),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
      .default('info'),
    SANDBOX_PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
    SANDBOX_STATE_DIR: z.string().min(1).optional(),
  })
  .superRefine((env, context) => {
    for (const { name, message } of findModeBreaches(env)) {
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

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

  const missing = REQUIRED.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new EnvError(describeMissing(mode, missing));

  const leftovers = mode === 'tranquility' ? Object.keys(given).filter(isSandboxName) : [];
  if (leftovers.length > 0) {
    throw new EnvError(`Only the sandbox takes ${leftovers.join(', ')}. Unset them.`);
  }

  const parsed = envSchema.safeParse({ ...given, AGEIRA_MODE: mode });
  if (parsed.success) return parsed.data;
  throw new EnvError(`The environment is not usable:\n${z.prettifyError(parsed.error)}`);
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

function describeMissing(mode: string, missing: readonly string[]): string {
  const advice =
    mode === 'sandbox'
      ? 'Start with "npm start", which sets them all.'
      : 'Set them all for real EVE, or none of them for the sandbox. See .env.example.';
  return `The environment is half set (mode ${mode}). Missing: ${missing.join(', ')}. ${advice}`;
}

function isSandboxName(name: string): boolean {
  return name.startsWith('SANDBOX_');
}

type Checked = {
  AGEIRA_MODE: Mode;
  PUBLIC_URL: string;
  HOST: string;
  EVE_SSO_URL: string;
  EVE_ESI_URL: string;
  EVE_IMAGES_URL: string;
};

function findModeBreaches(env: Checked): { name: string; message: string }[] {
  const eveNames = ['EVE_SSO_URL', 'EVE_ESI_URL', 'EVE_IMAGES_URL'] as const;
  const isLocal = (name: (typeof eveNames)[number] | 'PUBLIC_URL') =>
    isLoopbackHost(new URL(env[name]).hostname);

  if (env.AGEIRA_MODE === 'sandbox') {
    const open = (['PUBLIC_URL', ...eveNames] as const)
      .filter((name) => !isLocal(name))
      .map((name) => ({ name, message: 'the sandbox stays on this machine: use localhost' }));
    return isLoopbackHost(env.HOST)
      ? open
      : [...open, { name: 'HOST', message: 'the sandbox listens on 127.0.0.1 only' }];
  }

  const leftovers = eveNames
    .filter(isLocal)
    .map((name) => ({ name, message: 'points at a sandbox, but the mode is tranquility' }));
  const isPlain = !isLocal('PUBLIC_URL') && !env.PUBLIC_URL.startsWith('https://');
  return isPlain
    ? [...leftovers, { name: 'PUBLIC_URL', message: 'cookies need https beyond this machine' }]
    : leftovers;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
