import { isPending } from './settled.ts';

export type DrainOptions = {
  /** Who is left then is cut off. 10 s by default. */
  readonly deadlineMs?: number;
  /** Told to each peer: come back after so long, and a random part of `spreadMs`. 500 ms by default. */
  readonly retryAfterMs?: number;
  /** 1.5 s by default. */
  readonly spreadMs?: number;
  /** From 0 to 1; `Math.random` by default. */
  readonly random?: () => number;
};

export type Drained = {
  readonly turns: { finish(): Promise<void> };
  readonly socket: { terminate(): void } | undefined;
  close(code: number, reason: string): Promise<void>;
};

const SERVICE_RESTART = 1012;

/** Close all, each once the hook under way is through. Resolves when all are gone. */
export async function drain(
  connections: Iterable<Drained>,
  { deadlineMs = 10_000, retryAfterMs = 500, spreadMs = 1_500, random = Math.random }: DrainOptions,
): Promise<void> {
  const leaving = new Set<Drained>(connections);
  const left = Promise.all(
    [...leaving].map(async (connection) => {
      const idle = connection.turns.finish();
      if (isPending(idle)) await idle;
      const delayMs = Math.round(retryAfterMs + random() * spreadMs);
      await connection.close(SERVICE_RESTART, `retry-after=${delayMs}`);
      leaving.delete(connection);
    }),
  );
  const timer = setTimeout(() => {
    for (const { socket } of leaving) socket?.terminate();
  }, deadlineMs);
  await left;
  clearTimeout(timer);
}
