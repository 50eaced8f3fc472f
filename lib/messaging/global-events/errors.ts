/**
 * What can go wrong with events between processes. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure of an event to be sent, heard or understood. */
export abstract class GlobalEventsError extends Error {
  abstract readonly code: `ERR_EVENTS_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** Redis did not take some events: other processes have not heard them. Own listeners have. */
export class GlobalEventsPublishError extends GlobalEventsError {
  override readonly name = 'GlobalEventsPublishError';
  readonly code = 'ERR_EVENTS_PUBLISH';
  readonly isRetryable = true;
  readonly event: string;

  /** How many, one after another. */
  readonly count: number;

  constructor(event: string, count: number, options?: ErrorOptions) {
    super(`${count} of the event ${JSON.stringify(event)} were not taken by Redis`, options);
    this.event = event;
    this.count = count;
  }
}

/** So many events wait for Redis that no more are taken: it is away or too slow for us. */
export class GlobalEventsOverflowError extends GlobalEventsError {
  override readonly name = 'GlobalEventsOverflowError';
  readonly code = 'ERR_EVENTS_OVERFLOW';
  readonly isRetryable = true;
  /** How many may wait. */
  readonly limit: number;

  constructor(what: string, limit: number, options?: ErrorOptions) {
    super(`${what}: ${limit} events wait already`, options);
    this.limit = limit;
  }
}

/** Redis refuses a subscription, as by its access rules. It is tried again now and then. */
export class GlobalEventsSubscribeError extends GlobalEventsError {
  override readonly name = 'GlobalEventsSubscribeError';
  readonly code = 'ERR_EVENTS_SUBSCRIBE';
  readonly isRetryable = true;
  /** The event or pattern, without prefix. */
  readonly event: string;

  constructor(event: string, options?: ErrorOptions) {
    super(`Redis refuses the subscription to ${JSON.stringify(event)}`, options);
    this.event = event;
  }
}

/** What came on a channel is not an event of ours: another sender, another version, or damage. */
export class GlobalEventsMessageError extends GlobalEventsError {
  override readonly name = 'GlobalEventsMessageError';
  readonly code = 'ERR_EVENTS_MESSAGE';
  readonly isRetryable = false;
  readonly event: string;
  /** 'size': larger than allowed. 'frame': cannot be decoded. 'schema': is not what the event's schema says. */
  readonly reason: 'size' | 'frame' | 'schema';

  constructor(event: string, reason: 'size' | 'frame' | 'schema', options?: ErrorOptions) {
    super(`A message of ${JSON.stringify(event)} was refused: ${reason}`, options);
    this.event = event;
    this.reason = reason;
  }
}

/** A listener threw, or its promise was rejected: see `cause`. The others have heard the event all the same. */
export class GlobalEventsListenerError extends GlobalEventsError {
  override readonly name = 'GlobalEventsListenerError';
  readonly code = 'ERR_EVENTS_LISTENER';
  readonly isRetryable = false;
  readonly event: string;

  constructor(event: string, options?: ErrorOptions) {
    super(`A listener of ${JSON.stringify(event)} failed`, options);
    this.event = event;
  }
}

/** It took longer than the caller wanted to wait. */
export class GlobalEventsTimeoutError extends GlobalEventsError {
  override readonly name = 'GlobalEventsTimeoutError';
  readonly code = 'ERR_EVENTS_TIMEOUT';
  readonly isRetryable = true;
}

/** `disconnect()` was called. */
export class GlobalEventsClosedError extends GlobalEventsError {
  override readonly name = 'GlobalEventsClosedError';
  readonly code = 'ERR_EVENTS_CLOSED';
  readonly isRetryable = false;

  constructor(options?: ErrorOptions) {
    super('These events are disconnected', options);
  }
}

/** Sharded pub/sub, which a cluster has, knows no patterns. */
export class GlobalEventsPatternError extends GlobalEventsError {
  override readonly name = 'GlobalEventsPatternError';
  readonly code = 'ERR_EVENTS_PATTERN';
  readonly isRetryable = false;

  constructor(options?: ErrorOptions) {
    super('Sharded pub/sub knows no patterns: name the events', options);
  }
}
