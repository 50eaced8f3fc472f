/** What becomes of a page that matters to its sockets. */
export type PageLife = {
  /** Frozen, kept in the back-forward cache, or offline: a socket cannot live, or keeps the page from it. */
  onRest(): void;
  /** Back, or online. */
  onWake(): void;
  /** Seen again: timers may have slept, and the socket may be dead. */
  onSeen(): void;
};

type Wake = readonly [where: EventTarget | undefined, event: string, call: () => void];

/** Listens until the returned function is called. Where there is no page, nothing. */
export function watchPage({ onRest, onWake, onSeen }: PageLife): () => void {
  const { document, window } = globalThis;
  const watched: readonly Wake[] = [
    [document, 'freeze', onRest],
    [document, 'resume', onWake],
    [window, 'pagehide', onRest],
    [window, 'pageshow', onWake],
    [window, 'offline', onRest],
    [window, 'online', onWake],
    [document, 'visibilitychange', () => void (document.hidden || onSeen())],
  ];
  for (const [where, event, call] of watched) where?.addEventListener?.(event, call);
  return () => {
    for (const [where, event, call] of watched) where?.removeEventListener?.(event, call);
  };
}

/** False only where the browser knows it for sure. */
export function isOnline(): boolean {
  return globalThis.navigator?.onLine !== false;
}
