import type { Decode } from './entry.ts';
import type { StreamsError } from './errors.ts';

export type GroupEntry<Data> = {
  readonly stream: string;
  readonly id: string;
  readonly data: Data;
  /** 1 the first time. */
  readonly deliveries: number;
};

export type GroupOptions<Data> = {
  readonly streams: readonly string[];
  /** All consumers of a group share its entries. */
  readonly group: string;
  /** Of this process: one that starts again under its name goes on with what it had. Default random. */
  readonly consumer?: string | undefined;
  /**
   * Does the work of one entry; its end acknowledges it. At least once: a death between the two brings
   * it again. One that throws comes again after `claimAfterMs`. `signal` aborts when `stop` waits no longer.
   */
  readonly handle: (entry: GroupEntry<Data>, signal: AbortSignal) => unknown;
  /** Where a new group begins. Default '0', with what is there. */
  readonly from?: '0' | '$' | undefined;
  readonly decode?: Decode<Data> | undefined;
  /** Entries handled at once. Default 1: in order. */
  readonly concurrency?: number | undefined;
  /** Most entries a read. Default 100. */
  readonly count?: number | undefined;
  /** Longest time that one read waits, in milliseconds. Default 10,000. */
  readonly blockingTimeout?: number | undefined;
  /** An entry that nobody has worked on for so long was left by a consumer that died. Default 60 s. */
  readonly claimAfterMs?: number | undefined;
  /** After so many, an entry is put aside into `deadLetter(stream)`. Default 5. */
  readonly maxDeliveries?: number | undefined;
  /** Default `<stream>.dead`. It keeps about 10,000. */
  readonly deadLetter?: ((stream: string) => string) | undefined;
  /** Told what no caller waits for. */
  readonly onError?: ((error: StreamsError) => unknown) | undefined;
};
