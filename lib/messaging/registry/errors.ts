/**
 * What can go wrong with clients and messages to them. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure to register a client, or to reach one. */
export abstract class RegistryError extends Error {
  abstract readonly code: `ERR_REGISTRY_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** There is no client of this id. */
export class RegistryMissingError extends RegistryError {
  override readonly name = 'RegistryMissingError';
  readonly code = 'ERR_REGISTRY_MISSING';
  readonly isRetryable = false;

  constructor(id: string, options?: ErrorOptions) {
    super(`There is no client ${JSON.stringify(id)}`, options);
  }
}

/** There is a client of this id already. */
export class RegistryExistsError extends RegistryError {
  override readonly name = 'RegistryExistsError';
  readonly code = 'ERR_REGISTRY_EXISTS';
  readonly isRetryable = false;

  constructor(id: string, options?: ErrorOptions) {
    super(`There is a client ${JSON.stringify(id)} already`, options);
  }
}

/** The id is connected, and by somebody who has another token. */
export class RegistryTakenError extends RegistryError {
  override readonly name = 'RegistryTakenError';
  readonly code = 'ERR_REGISTRY_TAKEN';
  readonly isRetryable = true;

  constructor(id: string, options?: ErrorOptions) {
    super(`The client ${JSON.stringify(id)} is connected already`, options);
  }
}

/** The client is known, and not connected. */
export class RegistryOfflineError extends RegistryError {
  override readonly name = 'RegistryOfflineError';
  readonly code = 'ERR_REGISTRY_OFFLINE';
  readonly isRetryable = true;

  constructor(id: string, options?: ErrorOptions) {
    super(`The client ${JSON.stringify(id)} is offline`, options);
  }
}

/** The client's own connection did not take the message. */
export class RegistryDeliveryError extends RegistryError {
  override readonly name = 'RegistryDeliveryError';
  readonly code = 'ERR_REGISTRY_DELIVERY';
  readonly isRetryable = true;

  constructor(id: string, options?: ErrorOptions) {
    super(`The connection of client ${JSON.stringify(id)} did not take the message`, options);
  }
}

/** No answer came in time: the message may have been delivered. */
export class RegistryTimeoutError extends RegistryError {
  override readonly name = 'RegistryTimeoutError';
  readonly code = 'ERR_REGISTRY_TIMEOUT';
  readonly isRetryable = true;

  constructor(id: string, timeoutMs: number, options?: ErrorOptions) {
    super(`Client ${JSON.stringify(id)} confirmed nothing within ${timeoutMs} ms`, options);
  }
}

/** So many messages wait to be confirmed, or to be read by another node, that no more are taken. */
export class RegistryOverflowError extends RegistryError {
  override readonly name = 'RegistryOverflowError';
  readonly code = 'ERR_REGISTRY_OVERFLOW';
  readonly isRetryable = true;

  constructor(whatWaits: string, options?: ErrorOptions) {
    super(`No more messages are taken: ${whatWaits} wait already`, options);
  }
}

/** What is to be kept or sent is not JSON, or too much of it. */
export class RegistryDataError extends RegistryError {
  override readonly name = 'RegistryDataError';
  readonly code = 'ERR_REGISTRY_DATA';
  readonly isRetryable = false;
}

/** What all nodes share cannot be reached. */
export class RegistryUnavailableError extends RegistryError {
  override readonly name = 'RegistryUnavailableError';
  readonly code = 'ERR_REGISTRY_UNAVAILABLE';
  readonly isRetryable = true;

  constructor(options?: ErrorOptions) {
    super('The registry cannot be reached', options);
  }
}

/** This node has left. */
export class RegistryClosedError extends RegistryError {
  override readonly name = 'RegistryClosedError';
  readonly code = 'ERR_REGISTRY_CLOSED';
  readonly isRetryable = false;

  constructor(options?: ErrorOptions) {
    super('This node of the registry is closed', options);
  }
}
