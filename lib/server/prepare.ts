/**
 * What stands before the work of each process: settings that can be read, and services that are as
 * this version needs them. What is wrong is one sentence in the log, and the end of the process.
 *
 * @module
 */
import { checkDatabase, checkRedis } from './check-services.ts';
import { type Env, EnvError, readEnv } from './env.ts';
import { createLog } from './log.ts';
import { explainDatabaseFault, ServiceError } from './service-errors.ts';
import { SiteError } from './site.ts';

/**
 * Read the settings and look at the database and Redis; end the process where one of them is wrong.
 *
 * @param name Of the process, for the log.
 * @param needs What the database must have: the seed itself needs no more than its tables.
 */
export async function prepareProcess(
  name: string,
  needs: 'tables' | 'seed' = 'seed',
): Promise<Env> {
  const env = readSettings(name);
  try {
    const [database, warning] = await Promise.all([
      checkDatabase(env.DATABASE_URL, env.AGEIRA_MODE),
      checkRedis(env.REDIS_URL),
    ]);
    if (database.missing.length > 0) {
      throw new ServiceError(
        `The database lacks the migration ${database.missing.join(' and ')}: run "npm run migrate deploy" and "npm run seed" first.`,
      );
    }
    if (needs === 'seed' && !database.isStamped) {
      throw new ServiceError('The database is not prepared yet: run "npm run seed" first.');
    }
    if (warning) createLog({ name, level: env.LOG_LEVEL }).warn(warning);
    return env;
  } catch (fault) {
    return refuseToStart(name, fault, env);
  }
}

/** Read the settings alone, for a process that starts before its services; end it where they are wrong. */
export function readSettings(name: string): Env {
  try {
    return readEnv(process.env);
  } catch (fault) {
    return refuseToStart(name, fault);
  }
}

/**
 * Say why this process does not start, and end it. Only a fault that nobody can mend has its stack.
 *
 * @param env Where it is known, a fault of the database is told with the database's name.
 */
export function refuseToStart(
  name: string,
  fault: unknown,
  env?: Pick<Env, 'DATABASE_URL'>,
): never {
  const log = createLog({ name, level: 'info' });
  const sentence = explainStart(fault, env);
  if (sentence) log.fatal(sentence);
  else log.fatal({ err: fault }, 'could not start');
  process.exit(1);
}

function explainStart(
  fault: unknown,
  env: Pick<Env, 'DATABASE_URL'> | undefined,
): string | undefined {
  const isPlain = [EnvError, ServiceError, SiteError].some((kind) => fault instanceof kind);
  if (isPlain && fault instanceof Error) return fault.message.replaceAll(/\s+/g, ' ');
  return (
    explainListenFault(fault) ?? (env ? explainDatabaseFault(fault, env.DATABASE_URL) : undefined)
  );
}

/** A server that could not listen: Node.js says where in the error. */
function explainListenFault(fault: unknown): string | undefined {
  if (!(fault instanceof Error)) return undefined;
  const { syscall, code, address, port } = fault as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (syscall === 'getaddrinfo') return `HOST is no name of this machine (${code}): correct it.`;
  if (syscall !== 'listen') return undefined;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program: stop it, or choose another port.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} is for root alone: choose one above 1023, and let a reverse proxy listen there.`;
  }
  if (code === 'EADDRNOTAVAIL') return `HOST=${address} is no address of this machine: correct it.`;
  return undefined;
}
