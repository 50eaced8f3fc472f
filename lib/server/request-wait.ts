import type { RequestNotes } from './request-notes.ts';

/** What one request has waited for the database so far. Questions side by side count once. */
export type Wait = {
  /** What it may still wait; nothing once the database was found away. */
  leftMs(): number;
  begin(): void;
  end(): void;
};

// By the notes, so that it ends with the request.
const waits = new WeakMap<RequestNotes, Wait>();

/** @returns Undefined for work that no single request waits for. */
export function waitOf(notes: RequestNotes | undefined, totalMs: number): Wait | undefined {
  if (!notes || notes.isForAll) return undefined;
  const known = waits.get(notes);
  if (known) return known;
  const made = createWait(notes, totalMs);
  waits.set(notes, made);
  return made;
}

function createWait(notes: RequestNotes, totalMs: number): Wait {
  let pending = 0;
  let sinceMs = 0;
  let waitedMs = 0;
  const nowMs = () => performance.now();
  return {
    leftMs() {
      if (notes.isDatabaseAway) return 0;
      return totalMs - waitedMs - (pending > 0 ? nowMs() - sinceMs : 0);
    },
    begin() {
      if (pending === 0) sinceMs = nowMs();
      pending += 1;
    },
    end() {
      pending -= 1;
      if (pending === 0) waitedMs += nowMs() - sinceMs;
    },
  };
}
