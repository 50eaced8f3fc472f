/**
 * Do tasks in their order, some of them at once. When one fails no further is begun; those under way
 * are waited for, and the first failure is thrown.
 */
export async function drain<T>(
  tasks: Iterable<T>,
  { atOnce, signal }: { readonly atOnce: number; readonly signal?: AbortSignal },
  run: (task: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const queue = tasks[Symbol.iterator]();
  const runNext = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (signal?.aborted || failures.length > 0) return;
      await run(next.value).catch((error: unknown) => void failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runNext));
  if (failures.length > 0) throw failures[0];
}
