/**
 * What the processes of a start are told: see lib/server/env.ts, which reads it.
 *
 * @module
 */
import type { Secrets } from './secrets.ts';

export type Variables = Readonly<Record<string, string>>;

/** The owner's character in the sandbox: the first to sign in as Maren Tessidari owns the site. */
const SANDBOX_OWNER = '9000000000001';

/** Any one of these means that somebody configured a real site. */
const CONFIGURED = /^(DATABASE_URL|REDIS_URL|PUBLIC_URL|EVE_\w+)$/;

/**
 * Which universe to start: what AGEIRA_MODE says; unset, the sandbox where nothing of a real site
 * is configured, else the real one, whose missing parts `readEnv` then names.
 */
export function chooseMode(given: Variables): string {
  if (given.AGEIRA_MODE) return given.AGEIRA_MODE;
  return Object.keys(given).some((name) => CONFIGURED.test(name)) ? 'tranquility' : 'sandbox';
}

export type Ports = {
  readonly web: number;
  readonly realtime: number;
  /** Null in the real universe. */
  readonly sandbox: number | null;
};

/** The ports that a start listens on. */
export function choosePorts(given: Variables): Ports {
  const web = readPort(given.PORT, 3000);
  return {
    web,
    realtime: readPort(given.REALTIME_PORT, web + 2),
    sandbox: chooseMode(given) === 'sandbox' ? readPort(given.SANDBOX_PORT, 3001) : null,
  };
}

/** Everything that a sandbox needs; what is given goes before. */
export function describeSandbox(
  given: Variables,
  { secrets, stateFolder }: { secrets: Secrets; stateFolder: string },
): Variables {
  const { web, sandbox } = choosePorts({ ...given, AGEIRA_MODE: 'sandbox' });
  const sandboxUrl = `http://localhost:${sandbox}`;
  return {
    PUBLIC_URL: `http://localhost:${web}`,
    HOST: '127.0.0.1',
    EVE_CLIENT_ID: 'ageira-trade-sandbox',
    EVE_CLIENT_SECRET: secrets.eveClientSecret,
    EVE_SSO_URL: `${sandboxUrl}/sso`,
    EVE_ESI_URL: `${sandboxUrl}/esi`,
    EVE_IMAGES_URL: `${sandboxUrl}/images`,
    ESI_CONTACT: 'nobody@localhost',
    TOKEN_KEYS: secrets.tokenKeys,
    AUTH_SECRET: secrets.authSecret,
    OWNER_CHARACTER_IDS: SANDBOX_OWNER,
    SANDBOX_STATE_DIR: stateFolder,
    ...given,
    AGEIRA_MODE: 'sandbox',
    PORT: String(web),
    SANDBOX_PORT: String(sandbox),
  };
}

/** The settings of the site among all variables; empty ones count as unset. */
export function pickSettings(source: Readonly<Record<string, string | undefined>>): Variables {
  return Object.fromEntries(
    Object.entries(source).filter(
      (entry): entry is [string, string] => SETTING.test(entry[0]) && !!entry[1],
    ),
  );
}

const SETTING =
  /^(AGEIRA_MODE|NODE_ENV|PUBLIC_URL|HOST|PORT|REALTIME_HOST|REALTIME_PORT|DATABASE_URL|DATABASE_POOL_SIZE|REDIS_URL|EVE_\w+|ESI_CONTACT|TOKEN_KEYS|AUTH_SECRET|METRICS_TOKEN|OWNER_CHARACTER_IDS|TRUSTED_PROXIES|LOG_LEVEL|SANDBOX_\w+)$/;

function readPort(text: string | undefined, standard: number): number {
  if (text === undefined) return standard;
  return /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
}
