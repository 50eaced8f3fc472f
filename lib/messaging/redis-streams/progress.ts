import type { Checkpoints } from './checkpoints.ts';
import { StreamsCheckpointError, type StreamsError } from './errors.ts';

const SAVE_EVERY_MS = 1_000;

/**
 * Keeps positions, a little later and all together: what a crash takes back is read again. An entry
 * counts once all that its listeners promised has settled, and all before it.
 */
export class Progress {
  readonly #checkpoints: Checkpoints;
  readonly #onError: (error: StreamsError) => void;
  readonly #due = new Map<string, string>();
  readonly #tails = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(checkpoints: Checkpoints, onError: (error: StreamsError) => void) {
    this.#checkpoints = checkpoints;
    this.#onError = onError;
  }

  /** All up to `id` was given out, and ends with these. */
  note(stream: string, id: string, works: readonly Promise<unknown>[]): void {
    const tail = this.#tails.get(stream);
    if (!tail && works.length === 0) {
      this.#reach(stream, id);
      return;
    }
    const next = Promise.allSettled([tail, ...works]).then(() => {
      this.#reach(stream, id);
      if (this.#tails.get(stream) === next) this.#tails.delete(stream);
    });
    this.#tails.set(stream, next);
  }

  /** The stream is another one by now: its position, and all that is still under way of it, is of no use. */
  forget(stream: string): void {
    const next: Promise<unknown> = Promise.allSettled([this.#tails.get(stream)]).then(async () => {
      this.#due.delete(stream);
      try {
        await this.#checkpoints.clear(stream);
      } catch (cause) {
        this.#onError(new StreamsCheckpointError(stream, { cause }));
      }
      if (this.#tails.get(stream) === next) this.#tails.delete(stream);
    });
    this.#tails.set(stream, next);
  }

  /** Keep what is due now. What cannot be kept is told, and stays due. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const due = [...this.#due];
    this.#due.clear();
    await Promise.all(due.map(([stream, id]) => this.#saveOne(stream, id)));
  }

  async #saveOne(stream: string, id: string): Promise<void> {
    try {
      await this.#checkpoints.save(stream, id);
    } catch (cause) {
      this.#onError(new StreamsCheckpointError(stream, { cause }));
      if (!this.#due.has(stream)) this.#reach(stream, id);
    }
  }

  #reach(stream: string, id: string): void {
    this.#due.set(stream, id);
    this.#timer ??= setTimeout(() => void this.save(), SAVE_EVERY_MS).unref();
  }
}
