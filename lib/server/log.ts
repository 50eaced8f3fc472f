import { type Logger, pino } from 'pino';

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

/** One JSON line an event, times in ISO UTC, secrets cut out by name. */
export function createLog(options: { name: string; level: string }): Logger {
  return pino({
    level: options.level,
    base: { process: options.name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[cut]',
    },
  });
}
