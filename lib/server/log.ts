import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Names whose values never reach the log, at any of the first three levels. */
const SECRET_NAMES = [
  'accessToken',
  'refreshToken',
  'sealedAccessToken',
  'sealedRefreshToken',
  'access_token',
  'refresh_token',
  'client_secret',
  'code_verifier',
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'claimSecret',
  'sessionToken',
  'password',
];

/** What looks like a secret wherever it stands: tokens of EVE, credentials in headers and addresses. */
const SECRET_SHAPES: readonly (readonly [shape: RegExp, shown: string])[] = [
  [/(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g, '[cut]'],
  [/\b(Bearer|Basic) [\w+/=.~-]{8,}/g, '$1 [cut]'],
  [/(:\/\/)[^\s:/@"\\]*:[^\s/@"\\]+@/g, '$1[cut]@'],
  [/(\b__Host-[\w-]{1,40}=)[\w.%~-]+/g, '$1[cut]'],
];

const MAX_CAUSES = 4;

/** One JSON line an event, times in ISO UTC, secrets cut out by name. Standard output by default. */
export function createLog(
  { name, level }: { readonly name: string; readonly level: string },
  destination: DestinationStream = pino.destination(1),
): Logger {
  const options = {
    level,
    base: { process: name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: (error: unknown) => describeError(error) },
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: cutSecrets },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[cut]',
    },
  };
  return pino(options, destination);
}

/** A word of somebody else, such as a server that repeats what it was sent, names no field. */
function cutSecrets(line: string): string {
  return SECRET_SHAPES.reduce((text, [shape, shown]) => text.replaceAll(shape, shown), line);
}

/**
 * What is said of an error: name, words, stack, cause and plain values such as a code. Drivers hang
 * their whole connection on an error, with the key that cancels its queries; none of that is kept.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const plain = Object.entries(error).filter(
    ([, value]) => value !== null && typeof value !== 'object' && typeof value !== 'function',
  );
  return {
    ...Object.fromEntries(plain),
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}
