import type { StreamsError } from './errors.ts';

/** Entries after an id were trimmed, or the stream was made anew, before they were read. */
export type Gap = {
  readonly stream: string;
  /** The last id that was read, or that was asked for. */
  readonly afterId: string;
  /** The first one there is now; null where there is none. */
  readonly firstId: string | null;
};

/** What a manager tells of itself. None of these names is ever a stream. */
export type LocalEvents = {
  /** Something went wrong that no caller waits for. Without a listener it goes to the log. */
  error: StreamsError;
  /** Something may have been missed: read anew what matters. */
  gap: Gap;
  away: { readonly cause: unknown };
  /** It is read on from where it was. */
  reconnected: { readonly awayMs: number };
};

/** Where what nobody listens to is written. pino fits. */
export type StreamsLog = {
  warn(details: object, text: string): void;
};

export type LocalListener<Event extends keyof LocalEvents> = (data: LocalEvents[Event]) => unknown;

export type LocalPlacing = {
  readonly isOnce?: boolean;
  readonly isFirst?: boolean;
  readonly signal?: AbortSignal | undefined;
};

type Entry<Event extends keyof LocalEvents> = {
  readonly listener: LocalListener<Event>;
  readonly isOnce: boolean;
  /** Takes it off the signal that would remove it. */
  readonly release: (() => void) | undefined;
};
/** Lists are replaced, never changed: who is told was settled when it happened. */
type Entries = { [Event in keyof LocalEvents]: readonly Entry<Event>[] };

export class LocalBus {
  readonly #entries: Entries = { error: [], gap: [], away: [], reconnected: [] };
  readonly #log: StreamsLog | undefined;

  constructor(log: StreamsLog | undefined) {
    this.#log = log;
  }

  /** Whether anybody would be told. */
  hears(event: keyof LocalEvents): boolean {
    return this.#log !== undefined || this.#entries[event].length > 0;
  }

  count(event: keyof LocalEvents): number {
    return this.#entries[event].length;
  }

  on<Event extends keyof LocalEvents>(
    event: Event,
    listener: LocalListener<Event>,
    { isOnce = false, isFirst = false, signal }: LocalPlacing = {},
  ): void {
    if (signal?.aborted) return;
    const leave = () => this.off(event, listener);
    signal?.addEventListener('abort', leave, { once: true });
    const release = signal && (() => signal.removeEventListener('abort', leave));
    const entry = { listener, isOnce, release };
    const present = this.#entriesOf(event);
    this.#keep(event, isFirst ? [entry, ...present] : [...present, entry]);
  }

  off<Event extends keyof LocalEvents>(event: Event, listener: LocalListener<Event>): void {
    const entry = this.#entriesOf(event).findLast((each) => each.listener === listener);
    if (entry) this.#drop(event, entry);
  }

  removeAll(event: keyof LocalEvents): void {
    for (const { release } of this.#entries[event]) release?.();
    this.#keep(event, []);
  }

  tell<Event extends keyof LocalEvents>(event: Event, data: LocalEvents[Event]): void {
    const entries = this.#entriesOf(event);
    if (entries.length === 0 && (event === 'error' || event === 'gap')) {
      this.#log?.warn(event === 'error' ? { err: data } : { gap: data }, `streams: ${event}`);
    }
    for (const entry of entries) {
      // What happens within it may have called it already.
      if (entry.isOnce && !this.#drop(event, entry)) continue;
      try {
        const answer = entry.listener(data);
        if (answer instanceof Promise) answer.catch((err: unknown) => this.#note(event, err));
      } catch (err) {
        this.#note(event, err);
      }
    }
  }

  #entriesOf<Event extends keyof LocalEvents>(event: Event): readonly Entry<Event>[] {
    return this.#entries[event];
  }

  #keep<Event extends keyof LocalEvents>(event: Event, entries: readonly Entry<Event>[]): void {
    this.#entries[event] = entries as Entries[Event];
  }

  /** @returns False where it has left already. */
  #drop<Event extends keyof LocalEvents>(event: Event, entry: Entry<Event>): boolean {
    const present = this.#entriesOf(event);
    const left = present.filter((other) => other !== entry);
    entry.release?.();
    this.#keep(event, left);
    return left.length < present.length;
  }

  /** Telling 'error' of it could go on for ever. */
  #note(event: string, err: unknown): void {
    this.#log?.warn({ err }, `streams: a listener of ${event} failed`);
  }
}

export const LOCAL_EVENTS: readonly (keyof LocalEvents)[] = ['error', 'gap', 'away', 'reconnected'];

export function isLocalEvent(name: string): name is keyof LocalEvents {
  return name === 'error' || name === 'gap' || name === 'away' || name === 'reconnected';
}
