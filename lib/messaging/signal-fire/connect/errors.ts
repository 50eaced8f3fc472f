import type { RefusalCode } from '../protocol/browser.ts';

/** The server refused a request. Switch on `code`; it never changes. */
export class SignalRefusedError extends Error {
  override readonly name = 'SignalRefusedError';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
