import type { Transferable } from 'node:worker_threads';

const marked = new WeakMap<object, readonly Transferable[]>();
let isUsed = false;

/**
 * Have parts of an argument or a result change their owner instead of being copied. Threads only;
 * other channels copy, or refuse what they cannot. Give the value itself to the call, not inside another.
 *
 * @returns The same value.
 * @example
 * await wormhole.command('resize', transfer(pixels, [pixels.buffer]));
 */
export function transfer<Value extends object>(
  value: Value,
  parts: readonly Transferable[],
): Value {
  isUsed = true;
  marked.set(value, parts);
  return value;
}

/** What of these values was marked. Costs nothing in a process that never marks. */
export function findTransfers(values: readonly unknown[]): readonly Transferable[] | undefined {
  if (!isUsed) return undefined;
  const found = values.flatMap((value) =>
    typeof value === 'object' && value !== null ? (marked.get(value) ?? []) : [],
  );
  return found.length > 0 ? found : undefined;
}
