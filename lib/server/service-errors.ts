/**
 * Faults of PostgreSQL and Redis in words for the operator. Addresses are told without passwords.
 *
 * @module
 */

/** Stated in docs/running.md and .env.example too. */
const OLDEST_POSTGRES = 15;
/** The oldest that all of this is tried with; the queues would do with 6.2. */
export const OLDEST_REDIS = 7;

/** A service is not as this program needs it. The message says which setting to look at. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/** @returns The sentence, or undefined for a fault that no operator can mend. */
export function explainDatabaseFault(fault: unknown, databaseUrl: string): string | undefined {
  const url = new URL(databaseUrl);
  const { host, database, role } = describeDatabase(url);
  const { code = '' } = findCause(fault);
  if (UNREACHABLE.has(code) || isTimeout(fault)) {
    return `PostgreSQL at ${host} does not answer (${code || 'timed out'}): start it, or correct DATABASE_URL.`;
  }
  const sentence = DATABASE_SENTENCES[code];
  return sentence?.({ host, database, role });
}

/** @returns The sentence, or undefined for a fault that no operator can mend. */
export function explainRedisFault(fault: unknown, redisUrl: string): string | undefined {
  const { host } = new URL(redisUrl);
  const { code = '', message = '' } = findCause(fault);
  if (/NOAUTH|WRONGPASS|NOPERM|without any password/.test(message)) {
    return `Redis at ${host} refuses the password: give the right one in REDIS_URL (redis://:password@${host}/0).`;
  }
  if (/DB index/.test(message)) {
    return `Redis at ${host} has no database of this number: correct the end of REDIS_URL.`;
  }
  if (UNREACHABLE.has(code) || isTimeout(fault) || /Connection is closed/.test(message)) {
    return `Redis at ${host} does not answer (${code || 'timed out'}): start it, or correct REDIS_URL.`;
  }
  return undefined;
}

/**
 * @param major Of the server's version.
 * @returns The sentence where this program cannot work with it.
 */
export function explainOldDatabase(major: number, host: string): string | undefined {
  if (major >= OLDEST_POSTGRES) return undefined;
  return `PostgreSQL at ${host} is version ${major}: it must be ${OLDEST_POSTGRES} or newer.`;
}

/**
 * @param info What the server answers to INFO: Valkey tells there which Redis it stands for.
 * @returns The sentence where this program cannot work with it.
 */
export function explainOldRedis(info: string, host: string): string | undefined {
  const version = /^redis_version:(\d+[.\d]*)/m.exec(info)?.[1];
  // Some services hide it, and are none the worse for it.
  if (version === undefined || Number.parseInt(version, 10) >= OLDEST_REDIS) return undefined;
  return `Redis at ${host} is version ${version}: it must be ${OLDEST_REDIS} or newer, or Valkey.`;
}

/** "db.example:5432" and the like, for sentences. */
export function describeDatabase(url: URL): { host: string; database: string; role: string } {
  const host = url.hostname === '' ? (url.searchParams.get('host') ?? 'its socket') : url.host;
  const role = decodeURIComponent(url.username);
  return { host, role, database: decodeURIComponent(url.pathname.slice(1)) || role };
}

type Described = ReturnType<typeof describeDatabase>;

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ENOENT',
  'EACCES',
  'EPIPE',
]);

const wrongPassword = ({ host, role }: Described) =>
  `PostgreSQL at ${host} refuses the user "${role}": correct user and password in DATABASE_URL.`;
const notAllowed = ({ database, role }: Described) =>
  `The user "${role}" may not make tables in the database "${database}": make it the owner (ALTER DATABASE "${database}" OWNER TO "${role}").`;
const full = ({ host }: Described) =>
  `The disk of PostgreSQL at ${host} is full: free some space and start again.`;
const busy = ({ host }: Described) =>
  `PostgreSQL at ${host} has no connection left or is starting or stopping: start again in a moment.`;

/** By PostgreSQL's own codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DATABASE_SENTENCES: Readonly<Record<string, (described: Described) => string>> = {
  '28P01': wrongPassword,
  '28000': wrongPassword,
  '3D000': ({ host, database, role }) =>
    `There is no database "${database}" on PostgreSQL at ${host}: create it (createdb --owner="${role}" "${database}"), or correct DATABASE_URL.`,
  '42501': notAllowed,
  '53100': full,
  '53300': busy,
  '57P01': busy,
  '57P03': busy,
};

type Cause = { readonly code?: string; readonly message?: string };

/** Drivers wrap what happened: the first code found on the way down counts. */
function findCause(fault: unknown): Cause {
  for (let at: unknown = fault, depth = 0; at instanceof Error && depth < 6; depth += 1) {
    // Errors of Node.js and of the drivers carry a code that the type does not know.
    const { code, originalCode, cause } = at as Error & { code?: unknown; originalCode?: unknown };
    // Prisma tells the code of a raw statement in its sentence alone.
    const found = /Code: `(\w{5})`/.exec(at.message)?.[1] ?? originalCode ?? code;
    if (typeof found === 'string' && !found.startsWith('P2')) {
      return { code: found, message: at.message };
    }
    if (at instanceof AggregateError) at = at.errors[0];
    else if (cause === undefined) return { message: at.message };
    else at = cause;
  }
  return {};
}

function isTimeout(fault: unknown): boolean {
  return fault instanceof Error && /timed? ?out|timeout/i.test(fault.message);
}
