import type { Message } from './decode.ts';

type Waiting = { readonly message: Message | Buffer; readonly bytes: number };

/** Messages of one peer that wait for their turn. */
export class Inbox {
  #waiting: Waiting[] = [];
  #first = 0;
  #bytes = 0;

  get length(): number {
    return this.#waiting.length - this.#first;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(message: Message | Buffer, bytes: number): void {
    this.#waiting.push({ message, bytes });
    this.#bytes += bytes;
  }

  shift(): Message | Buffer | undefined {
    const next = this.#waiting[this.#first];
    if (!next) return undefined;
    this.#first += 1;
    this.#bytes -= next.bytes;
    // Taking from the front of a long list moves all of it: that is done once in a while.
    if (this.#first === this.#waiting.length || this.#first >= 256) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return next.message;
  }
}
