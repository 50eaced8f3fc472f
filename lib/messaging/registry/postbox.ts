import type { Answer, Backend, Letter, Outcome, Posting } from './backend.ts';
import {
  RegistryClosedError,
  RegistryDeliveryError,
  RegistryMissingError,
  RegistryOfflineError,
  RegistryOverflowError,
  RegistryTimeoutError,
  RegistryUnavailableError,
} from './errors.ts';

export type SendOptions = {
  /** Waits no longer: it rejects with the signal's reason, and may be delivered all the same. */
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds. Default 5,000. */
  readonly timeoutMs?: number | undefined;
};

type Waiting = {
  readonly letter: Letter;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly timeoutMs: number;
  readonly untilMs: number;
  /** How often it was sent to a node that the client had just left. */
  misses: number;
};

const TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 50;
/** Of one step in Redis. */
const MOST_AT_ONCE = 500;
const MOST_CHARACTERS_AT_ONCE = 1_048_576;
const MOST_MISSES = 3;

/** Messages on their way to other nodes, until they are confirmed. Those of one turn go together. */
export class Postbox {
  readonly #backend: Backend;
  readonly #limit: number;
  readonly #waiting = new Map<number, Waiting>();
  #outgoing: Letter[] = [];
  #isFlushing = false;
  #looking: NodeJS.Timeout | undefined;
  #number = 0;

  constructor(backend: Backend, limit: number) {
    this.#backend = backend;
    this.#limit = limit;
  }

  send(id: string, text: string, { signal, timeoutMs = TIMEOUT_MS }: SendOptions): Promise<void> {
    if (this.#waiting.size >= this.#limit) {
      return Promise.reject(new RegistryOverflowError(`${this.#limit} to be confirmed`));
    }
    if (signal?.aborted) return Promise.reject(signal.reason);
    this.#number += 1;
    const letter = { number: this.#number, id, text };
    const sent = new Promise<void>((resolve, reject) => {
      const untilMs = performance.now() + timeoutMs;
      const waiting = { letter, resolve, reject, timeoutMs, untilMs, misses: 0 };
      this.#waiting.set(letter.number, waiting);
    });
    this.#push(letter);
    this.#looking ??= setTimeout(() => this.#look(), LOOK_EVERY_MS).unref();
    return signal ? this.#untilAborted(sent, letter.number, signal) : sent;
  }

  settle(answers: readonly Answer[]): void {
    for (const { number, outcome } of answers) this.#settleOne(number, outcome);
  }

  close(): void {
    clearTimeout(this.#looking);
    for (const { reject } of this.#waiting.values()) reject(new RegistryClosedError());
    this.#waiting.clear();
  }

  #settleOne(number: number, outcome: Outcome): void {
    const waiting = this.#waiting.get(number);
    if (!waiting) return;
    if (outcome === 'gone' && waiting.misses < MOST_MISSES) {
      // It moved while the message was on its way: where to, the registry knows by now.
      waiting.misses += 1;
      this.#push(waiting.letter);
      return;
    }
    this.#waiting.delete(number);
    const { id } = waiting.letter;
    if (outcome === 'delivered') waiting.resolve();
    else if (outcome === 'failed') waiting.reject(new RegistryDeliveryError(id));
    else waiting.reject(new RegistryOfflineError(id));
  }

  #push(letter: Letter): void {
    this.#outgoing.push(letter);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushing = false;
    const outgoing = this.#outgoing;
    this.#outgoing = [];
    let at = 0;
    let characters = 0;
    for (let index = 0; index < outgoing.length; index += 1) {
      const { length } = outgoing[index]?.text ?? '';
      if (index - at === MOST_AT_ONCE || characters + length > MOST_CHARACTERS_AT_ONCE) {
        void this.#post(outgoing.slice(at, index));
        at = index;
        characters = 0;
      }
      characters += length;
    }
    void this.#post(outgoing.slice(at));
  }

  async #post(letters: readonly Letter[]): Promise<void> {
    let postings: readonly Posting[];
    try {
      postings = await this.#backend.post(letters);
    } catch (cause) {
      for (const { number } of letters) this.#fail(number, new RegistryUnavailableError({ cause }));
      return;
    }
    for (const [index, { number, id }] of letters.entries()) {
      if (postings[index] === 'missing') this.#fail(number, new RegistryMissingError(id));
      else if (postings[index] === 'offline') this.#fail(number, new RegistryOfflineError(id));
      else if (postings[index] === 'full') {
        this.#fail(
          number,
          new RegistryOverflowError(`those for the node of ${JSON.stringify(id)}`),
        );
      }
    }
  }

  #fail(number: number, error: Error): void {
    this.#waiting.get(number)?.reject(error);
    this.#waiting.delete(number);
  }

  /** One timer for all of them: a timer each would cost more than the message. */
  #look(): void {
    this.#looking = undefined;
    const nowMs = performance.now();
    for (const [number, { untilMs, timeoutMs, letter }] of this.#waiting) {
      if (untilMs <= nowMs) this.#fail(number, new RegistryTimeoutError(letter.id, timeoutMs));
    }
    if (this.#waiting.size > 0) {
      this.#looking = setTimeout(() => this.#look(), LOOK_EVERY_MS).unref();
    }
  }

  #untilAborted(sent: Promise<void>, number: number, signal: AbortSignal): Promise<void> {
    const leave = () => {
      this.#waiting.get(number)?.reject(signal.reason);
      this.#waiting.delete(number);
    };
    signal.addEventListener('abort', leave, { once: true });
    return sent.finally(() => signal.removeEventListener('abort', leave));
  }
}
