import type { Procedure } from './procedure.ts';

type Asynchronous<Entry> =
  Entry extends Procedure<infer Input, infer Output, infer _Context>
    ? (...args: undefined extends Input ? [input?: Input] : [input: Input]) => Promise<Output>
    : Entry extends (...args: infer Args) => infer Result
      ? (...args: Args) => Promise<Awaited<Result>>
      : ProcedureClient<Entry>;

/** The procedures of a tree as functions of somebody far away: each answers a promise. */
export type ProcedureClient<Tree> = { readonly [Name in keyof Tree]: Asynchronous<Tree[Name]> };

/**
 * Functions with the names and types of a tree, each call sent by `send`: as `worker.pause`.
 *
 * Names are made as they are asked for; the tree itself stays with the one who serves it, and only
 * its type is needed: `createProcedureClient<typeof procedures>(…)`.
 *
 * @param send May answer at once or later; what it throws becomes a rejection.
 */
export function createProcedureClient<Tree>(
  send: (name: string, args: readonly unknown[]) => unknown,
): ProcedureClient<Tree> {
  // The proxy has whatever name is asked of it: the type says which of them somebody serves.
  return createNode('', send) as ProcedureClient<Tree>;
}

function createNode(
  path: string,
  send: (name: string, args: readonly unknown[]) => unknown,
): object {
  const children = new Map<string, object>();
  return new Proxy(callNothing, {
    apply: async (_target, _self, args: unknown[]) => send(path, args),
    get(_target, key) {
      // A promise asks for `then`: nothing here may look like one.
      if (typeof key === 'symbol' || key === 'then') return undefined;
      let child = children.get(key);
      if (child === undefined) {
        child = createNode(path === '' ? key : `${path}.${key}`, send);
        children.set(key, child);
      }
      return child;
    },
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}

/** What is called in its place is the proxy. */
function callNothing(): void {}
