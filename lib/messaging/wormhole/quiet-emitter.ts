import { EventEmitter } from 'node:events';

/** What a wormhole tells of itself. */
export type OwnEvents = {
  /** Something that nobody waits for went wrong. Without a listener it is dropped, never thrown. */
  error: [error: unknown];
  /** A message of the channel that is none of ours. */
  message: [message: unknown];
  /** Once, with the reason that pending commands were rejected with. */
  disconnect: [reason: Error];
};

/**
 * An emitter whose `error` need not be heard, and whose listeners harm nobody when they throw: with
 * Node's own, a peer could end this process.
 */
export class QuietEmitter extends EventEmitter<OwnEvents> {
  constructor() {
    super({ captureRejections: true });
  }

  /** Where Node takes rejections of listeners. */
  override [EventEmitter.captureRejectionSymbol](error: unknown, ...[name]: unknown[]): void {
    // One of the listeners of errors would go on for ever.
    if (name !== 'error') this.report(error);
  }

  protected tell<Name extends keyof OwnEvents>(name: Name, value: OwnEvents[Name][0]): void {
    try {
      // Name and value belong together by the signature, which the emitter does not see.
      this.emit(name as 'error', value);
    } catch (error) {
      if (name !== 'error') this.report(error);
    }
  }

  protected report(error: unknown): void {
    if (this.listenerCount('error') > 0) this.tell('error', error);
  }
}
