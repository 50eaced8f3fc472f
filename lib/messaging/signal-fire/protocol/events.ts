type Listeners = { readonly [name: string]: readonly unknown[] };

/** Typed events: names, and what their listeners are called with. */
export type Events<All extends Listeners> = {
  /** @returns What stops it. */
  on<Name extends keyof All>(name: Name, listener: (...args: All[Name]) => void): () => void;
  /** A listener that throws keeps no other from hearing. */
  emit<Name extends keyof All>(name: Name, ...args: All[Name]): void;
};

/** @param onError What a listener throws; the page's `reportError` by default. */
export function createEvents<All extends Listeners>(
  onError: (error: unknown) => void = (error) => globalThis.reportError?.(error),
): Events<All> {
  // Of each name those whose arguments are that name's: what a map's type cannot say.
  const listeners = new Map<keyof All, Set<unknown>>();
  return {
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all);
      all.add(listener);
      return () => void all.delete(listener);
    },
    emit(name, ...args) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as (...given: readonly unknown[]) => void)(...args);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
