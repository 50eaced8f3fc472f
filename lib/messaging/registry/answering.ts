import type { Answer, Backend, Outcome } from './backend.ts';

/** Answers to other nodes. Those of one turn go together. */
export class Answering {
  readonly #backend: Backend;
  readonly #onError: (error: unknown) => void;
  #byNode = new Map<string, Answer[]>();
  #isFlushing = false;

  constructor(backend: Backend, onError: (error: unknown) => void) {
    this.#backend = backend;
    this.#onError = onError;
  }

  add(node: string, number: number, outcome: Outcome | Promise<Outcome>): void {
    if (typeof outcome === 'string') this.#push(node, { number, outcome });
    else void outcome.then((settled) => this.#push(node, { number, outcome: settled }));
  }

  #push(node: string, answer: Answer): void {
    const answers = this.#byNode.get(node);
    if (answers) answers.push(answer);
    else this.#byNode.set(node, [answer]);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushing = false;
    const byNode = this.#byNode;
    this.#byNode = new Map();
    for (const [node, answers] of byNode) {
      // Who asked waits until its time is over.
      this.#backend.answer(node, answers).catch(this.#onError);
    }
  }
}
