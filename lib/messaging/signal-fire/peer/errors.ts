/** The other end, or this one, has closed. */
export class PeerClosedError extends Error {
  override readonly name = 'PeerClosedError';
  readonly code = 'ERR_PEER_CLOSED';
  readonly isRetryable = false;

  constructor() {
    super('The connection to the other end is closed');
  }
}
