const NEVER = Number.POSITIVE_INFINITY;

/**
 * Look anew at once when something has changed; once more when more comes while one looks.
 *
 * @returns `note` to be called with the news: `spreadMs` where many watch the same, and must not all ask at
 *   one moment. `settle` where a look that was put off is not needed any more.
 */
export function createRefresher(look: () => Promise<unknown>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAtMs = NEVER;
  /** Of the look that was put off. */
  let drawnFromMs = NEVER;
  let isLooking = false;
  /** Of what came while one looks; the shortest. */
  let moreSpreadMs = NEVER;
  let isStopped = false;

  async function run(): Promise<void> {
    dueAtMs = drawnFromMs = NEVER;
    isLooking = true;
    moreSpreadMs = NEVER;
    try {
      await look();
    } finally {
      isLooking = false;
      if (moreSpreadMs < NEVER && !isStopped) note(moreSpreadMs);
    }
  }

  function note(spreadMs = 0): void {
    if (isStopped) return;
    if (isLooking) {
      moreSpreadMs = Math.min(moreSpreadMs, spreadMs);
      return;
    }
    // Drawn again for each, the earliest of many would come at once.
    if (spreadMs >= drawnFromMs) return;
    drawnFromMs = spreadMs;
    const atMs = Date.now() + Math.random() * spreadMs;
    // The first to come decides, unless this one is in more of a hurry.
    if (atMs >= dueAtMs) return;
    clearTimeout(timer);
    dueAtMs = atMs;
    if (spreadMs === 0) void run();
    else timer = setTimeout(() => void run(), atMs - Date.now());
  }

  function settle(): void {
    clearTimeout(timer);
    dueAtMs = drawnFromMs = NEVER;
  }

  return {
    note,
    settle,
    /** @returns What ends it. */
    start() {
      isStopped = false;
      return () => {
        isStopped = true;
        settle();
      };
    },
  };
}
