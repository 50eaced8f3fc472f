import { isPending } from './settled.ts';

/** Call listeners such that one that throws, at once or later, harms no other, and not the process. */
export function tell(
  emitter: object,
  // biome-ignore lint/complexity/noBannedTypes: so Node's types call them.
  listeners: readonly Function[],
  args: readonly unknown[],
  onFault: (error: unknown) => void,
): void {
  for (const listener of listeners) {
    try {
      const outcome: unknown = Reflect.apply(listener, emitter, args);
      if (isPending(outcome)) outcome.then(undefined, onFault);
    } catch (error) {
      onFault(error);
    }
  }
}
