import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Crowd } from './crowd/create-crowd.ts';
import type { Markets } from './markets/create-markets.ts';
import type { SsoKeys } from './sso/keys.ts';
import type { Store } from './store/create-store.ts';

/** An application registered with the sandbox's SSO, as on EVE's developer site. */
export type SandboxClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared letter by letter. */
  readonly redirectUris: readonly string[];
  /** Scopes that may be asked for. */
  readonly scopes: readonly string[];
};

/** Takes what happens; pino's logger fits. */
export type SandboxLog = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** What every part of the sandbox works with. */
export type SandboxContext = {
  readonly store: Store;
  readonly staticData: StaticData;
  readonly markets: Markets;
  readonly crowd: Crowd;
  readonly keys: SsoKeys;
  readonly clients: readonly SandboxClient[];
  readonly clock: () => Date;
  readonly log: SandboxLog;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** What holds callers back; changed in place, forgotten with the process. */
  readonly limits: { areOn: boolean };
  /** Calls of ESI since the start, by route. */
  readonly calls: Map<string, number>;
  /** Where the sandbox answers, without a slash at the end; known once it listens. */
  readonly baseUrl: () => string;
  /** The site under test, to read quotes from; null when there is none. */
  readonly appUrl: string | null;
};
