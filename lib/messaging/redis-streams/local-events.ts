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

type LocalListener<Event extends keyof LocalEvents> = (data: LocalEvents[Event]) => unknown;
type Listeners = { [Event in keyof LocalEvents]: LocalListener<Event>[] };

export class LocalBus {
  readonly #listeners: Listeners = { error: [], gap: [], away: [], reconnected: [] };
  readonly #log: StreamsLog | undefined;

  constructor(log: StreamsLog | undefined) {
    this.#log = log;
  }

  on<Event extends keyof LocalEvents>(event: Event, listener: LocalListener<Event>): void {
    this.#listeners[event].push(listener);
  }

  off<Event extends keyof LocalEvents>(event: Event, listener: LocalListener<Event>): void {
    const index = this.#listeners[event].lastIndexOf(listener);
    if (index >= 0) this.#listeners[event].splice(index, 1);
  }

  tell<Event extends keyof LocalEvents>(event: Event, data: LocalEvents[Event]): void {
    const listeners = [...this.#listeners[event]];
    if (listeners.length === 0 && (event === 'error' || event === 'gap')) {
      this.#log?.warn(event === 'error' ? { err: data } : { gap: data }, `streams: ${event}`);
    }
    for (const listener of listeners) {
      try {
        const answer = listener(data);
        if (answer instanceof Promise) answer.catch((err: unknown) => this.#note(event, err));
      } catch (err) {
        this.#note(event, err);
      }
    }
  }

  /** Telling 'error' of it could go on for ever. */
  #note(event: string, err: unknown): void {
    this.#log?.warn({ err }, `streams: a listener of ${event} failed`);
  }
}

export function isLocalEvent(name: string): name is keyof LocalEvents {
  return name === 'error' || name === 'gap' || name === 'away' || name === 'reconnected';
}
