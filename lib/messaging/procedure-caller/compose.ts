/**
 * Middleware for procedures, nested like the layers of an onion.
 *
 * @module
 */
import { ProcedureChainError } from './errors.ts';
import type { ProcedureCall } from './procedure-call.ts';

/** Runs what lies further in, and gives its answer: a promise only where that is one. */
export type Next = () => unknown;

/**
 * Stands around procedures: it may look at the call, refuse it by throwing, answer in place of the
 * procedure, or do something with its answer. What it returns is the answer.
 */
export type Middleware<Context> = (call: ProcedureCall<Context>, next: Next) => unknown;

/** What runs a call to its end. */
export type Run<Context> = (call: ProcedureCall<Context>) => unknown;

/** Fold a chain of middleware around `run`. The first is outermost. */
export function compose<Context>(
  chain: readonly Middleware<Context>[],
  run: Run<Context>,
): Run<Context> {
  return chain.reduceRight<Run<Context>>(wrap, run);
}

function wrap<Context>(inner: Run<Context>, outer: Middleware<Context>): Run<Context> {
  return (call) => {
    let isCalled = false;
    return outer(call, () => {
      // A second run would do the work twice: two pauses, two payments.
      if (isCalled) throw new ProcedureChainError(call.name);
      isCalled = true;
      return inner(call);
    });
  };
}
