import type { EsiRoute } from './route.ts';

/** One call over the wire, answered or not. */
export type EsiCallEvent = {
  readonly route: EsiRoute;
  /** Null where no answer came. */
  readonly status: number | null;
  /** Of the error that it became; null for a good answer. */
  readonly code: string | null;
  readonly durationMs: number;
  /** For its turn, before it was made. */
  readonly waitedMs: number;
  readonly requestId: string | null;
  /** What the headers say of the bucket; null for a route without one. */
  readonly bucket: { readonly group: string; readonly limit: string; readonly left: number } | null;
  /** Errors that are left in the window of our address; null for a route with a bucket. */
  readonly errorsLeft: number | null;
  /** `Expires` as it was sent, on ESI's clock. */
  readonly expiresAt: Date | null;
  readonly pages: number | null;
};

/** One request of a caller, however it was met. */
export type EsiRequestEvent = {
  readonly route: EsiRoute;
  /** kept: without a call; revived: by a 304; read: anew; stale: as it was, as ESI could not be asked. */
  readonly source: 'kept' | 'revived' | 'read' | 'stale' | 'failed';
  readonly durationMs: number;
};

/** Told what happens. They are called in the middle of the work, and must not throw. */
export type EsiHooks = {
  readonly onCall?: (event: EsiCallEvent) => void;
  readonly onRequest?: (event: EsiRequestEvent) => void;
  /** Runs each call over the wire, for a span of a trace around it. */
  readonly trace?: <T>(route: EsiRoute, run: () => Promise<T>) => Promise<T>;
};
