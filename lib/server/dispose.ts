/** End several things in the reverse order of their start, each even when another fails to end. */
export function disposeAll(parts: readonly AsyncDisposable[]): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      for (const part of parts.toReversed()) {
        try {
          await part[Symbol.asyncDispose]();
        } catch {
          // The process ends anyway, and the others still have to.
        }
      }
    },
  };
}
