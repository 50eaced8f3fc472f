/**
 * Hooks, nested like the layers of an onion.
 *
 * @module
 */
import { LuceChainError } from './errors.ts';
import { ignore, isPending } from './settled.ts';

/** Runs the hooks after this one. A promise only where one of them made one. */
export type Next = () => unknown;
export type Hook<Subject, Context> = (subject: Subject, context: Context, next: Next) => unknown;

/**
 * Fold hooks into one. Each runs up to its `next()`, then the hooks after it, then the rest of itself.
 *
 * Synchronous hooks make no promise. A hook that does not wait for its `next()` is waited for all the
 * same, and an error after it is not lost: what follows must not overtake it.
 *
 * The composed hook throws {@link LuceChainError} when a hook calls `next()` twice.
 */
export function compose<Subject, Context>(
  hooks: readonly Hook<Subject, Context>[],
): Hook<Subject, Context> {
  return hooks.reduceRight<Hook<Subject, Context>>(
    (inner, outer) => link(outer, inner),
    (_subject, _context, next) => next(),
  );
}

function link<Subject, Context>(
  outer: Hook<Subject, Context>,
  inner: Hook<Subject, Context>,
): Hook<Subject, Context> {
  return (subject, context, next) => {
    let isCalled = false;
    let rest: unknown;
    const result = outer(subject, context, () => {
      // A second call would run the inner hooks twice: two orders for one message.
      if (isCalled) throw new LuceChainError('next() was called twice by one hook');
      isCalled = true;
      rest = inner(subject, context, next);
      // Its error is ours to tell, whether or not the hook waits for it.
      if (isPending(rest)) rest.then(undefined, ignore);
      return rest;
    });
    if (!isPending(result) || result === rest) return rest;
    return result.then(() => rest);
  };
}

/** Runs a chain to its end, with nothing after it. */
export function nothing(): void {}

/** Hooks as they were added, and folded once for all messages. */
export class Hooks<Subject, Context> extends Set<Hook<Subject, Context>> {
  /** Fold hooks into one, as {@link compose}. */
  static compose<S, C>(...hooks: Hook<S, C>[]): Hook<S, C> {
    return compose(hooks);
  }

  #composed: Hook<Subject, Context> | undefined;

  override add(hook: Hook<Subject, Context>): this {
    this.#composed = undefined;
    return super.add(hook);
  }

  override delete(hook: Hook<Subject, Context>): boolean {
    this.#composed = undefined;
    return super.delete(hook);
  }

  override clear(): void {
    this.#composed = undefined;
    super.clear();
  }

  /** @returns A promise only where a hook made one. */
  run(subject: Subject, context: Context): unknown {
    this.#composed ??= compose([...this]);
    return this.#composed(subject, context, nothing);
  }
}

/** @throws {TypeError} Without a hook, and for what is none. */
export function requireHooks(hooks: readonly unknown[]): void {
  if (hooks.length === 0 || hooks.some((hook) => typeof hook !== 'function')) {
    throw new TypeError('Give one hook at least, all of them functions');
  }
}
