/** Called with what was sent, and the name of its event. A promise it returns is not waited for. */
export type Listener<Data = unknown> = (data: Data, event: string) => unknown;

export type Placing = {
  readonly isOnce?: boolean;
  readonly isFirst?: boolean;
  /** Removes them again. */
  readonly signal?: AbortSignal | undefined;
};

export type ListenersHooks = {
  readonly onFailure: (event: string, cause: unknown) => void;
  /** A topic has its first listener. */
  readonly onFirst: (topic: string) => void;
  /** A topic has lost its last one. */
  readonly onLast: (topic: string) => void;
};

type Entry = {
  readonly listener: Listener;
  readonly isOnce: boolean;
  /** Takes it off the signal that would remove it. */
  readonly release: (() => void) | undefined;
};

const NOBODY: readonly Entry[] = [];

/**
 * Who listens to what.
 *
 * Lists are replaced, never changed: who is told of an event was settled when it came, whatever
 * listeners do meanwhile. One that fails harms no other.
 */
export class Listeners {
  readonly #entries = new Map<string, readonly Entry[]>();
  readonly #hooks: ListenersHooks;

  constructor(hooks: ListenersHooks) {
    this.#hooks = hooks;
  }

  get size(): number {
    return this.#entries.size;
  }

  add(topic: string, listeners: readonly Listener[], placing: Placing = {}): void {
    const { isOnce = false, isFirst = false, signal } = placing;
    if (signal?.aborted) return;
    const present = this.#entries.get(topic) ?? NOBODY;
    const added: Entry[] = [];
    for (const listener of listeners) {
      const release = signal && this.#leaveWith(topic, listener, signal);
      added.push({ listener, isOnce, release });
    }
    this.#entries.set(topic, isFirst ? [...added, ...present] : [...present, ...added]);
    if (present.length === 0) this.#hooks.onFirst(topic);
  }

  /** Takes back the latest of each, also one that was added to be called once. */
  remove(topic: string, listeners: readonly Listener[]): void {
    const left = [...(this.#entries.get(topic) ?? NOBODY)];
    for (const listener of listeners) {
      const index = left.findLastIndex((entry) => entry.listener === listener);
      if (index >= 0) for (const { release } of left.splice(index, 1)) release?.();
    }
    this.#keep(topic, left);
  }

  removeAll(topic: string): void {
    for (const { release } of this.#entries.get(topic) ?? NOBODY) release?.();
    this.#keep(topic, NOBODY);
  }

  has(topic: string): boolean {
    return this.#entries.has(topic);
  }

  topics(): string[] {
    return [...this.#entries.keys()];
  }

  list(topic: string): Listener[] {
    return (this.#entries.get(topic) ?? NOBODY).map(({ listener }) => listener);
  }

  /** @returns Whether somebody was there to be told. */
  tell(topic: string, data: unknown, event: string): boolean {
    const entries = this.#entries.get(topic);
    if (!entries) return false;
    for (const entry of entries) {
      if (entry.isOnce && !this.#take(topic, entry)) continue;
      try {
        const result = entry.listener(data, event);
        if (result instanceof Promise) this.#watch(result, event);
      } catch (error) {
        this.#hooks.onFailure(event, error);
      }
    }
    return true;
  }

  #watch(result: Promise<unknown>, event: string): void {
    result.catch((error: unknown) => this.#hooks.onFailure(event, error));
  }

  #leaveWith(topic: string, listener: Listener, signal: AbortSignal): () => void {
    const leave = () => this.remove(topic, [listener]);
    signal.addEventListener('abort', leave, { once: true });
    return () => signal.removeEventListener('abort', leave);
  }

  /** False where an event within the event has called it already. */
  #take(topic: string, entry: Entry): boolean {
    const present = this.#entries.get(topic) ?? NOBODY;
    if (!present.includes(entry)) return false;
    entry.release?.();
    this.#keep(
      topic,
      present.filter((other) => other !== entry),
    );
    return true;
  }

  #keep(topic: string, left: readonly Entry[]): void {
    if (left.length > 0) this.#entries.set(topic, left);
    else if (this.#entries.delete(topic)) this.#hooks.onLast(topic);
  }
}
