/**
 * Answers of ESI that are kept until they expire, and for their ETag after that.
 *
 * @module
 */

/** What is known of an answer beside its body. */
export type AnswerHead = {
  readonly status: number;
  readonly etag: string | null;
  readonly lastModified: Date | null;
  /** When ESI said last that it is good. */
  readonly fetchedAt: Date;
  /** When the body itself came; a 304 only says that it is still good. */
  readonly readAt: Date;
  readonly expiresAt: Date;
  readonly pages: number;
  readonly requestId: string | null;
};

/** A body, and what the operation's schema has made of it. */
export type AnswerBody = { readonly text: string; readonly data: unknown };

export type KeptAnswer = {
  readonly head: AnswerHead;
  /** The data, read from the text by `parse` where it is not kept itself. */
  readonly read: (parse: (text: string) => unknown) => unknown;
};

/**
 * Answers in memory or in Redis: see `testing/answers-contract.ts` for what each must keep.
 *
 * None of the calls throws: answers that cannot be reached are none.
 */
export type Answers = {
  get(key: string): Promise<KeptAnswer | undefined>;
  set(key: string, head: AnswerHead, body: AnswerBody): Promise<void>;
  /** Another head for a body that is kept. */
  renew(key: string, head: AnswerHead): Promise<void>;
};
