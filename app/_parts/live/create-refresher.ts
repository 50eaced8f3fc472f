/**
 * Look anew at once when something has changed; once more when more comes while one looks.
 *
 * @returns `note` to be called with the news: `spreadMs` where many watch the same, and must not all ask at
 *   one moment. `settle` where a look that was put off is not needed any more.
 */
export function createRefresher(look: () => Promise<unknown>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let isLooking = false;
  let isMore = false;
  let isStopped = false;

  async function run(): Promise<void> {
    dueAtMs = Number.POSITIVE_INFINITY;
    isLooking = true;
    isMore = false;
    try {
      await look();
    } finally {
      isLooking = false;
      if (isMore && !isStopped) note();
    }
  }

  function note(spreadMs = 0): void {
    if (isStopped) return;
    if (isLooking) {
      isMore = true;
      return;
    }
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
    dueAtMs = Number.POSITIVE_INFINITY;
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
