import { createHash } from 'node:crypto';
import type { Freshness } from './freshness.ts';
import type { EsiAnswer } from './route.ts';

const SWEEP_EVERY = 500;

export type Snapshot = Freshness & { readonly answer: Extract<EsiAnswer, { ok: true }> };

export type Snapshots = {
  /** The kept answer, as long as it counts. */
  find(key: string, now: Date): Snapshot | null;
  keep(key: string, snapshot: Snapshot): void;
  clear(): void;
};

/** Answers stay the same until they expire: what happens in between shows in the next window. */
export function createSnapshots(): Snapshots {
  const kept = new Map<string, Snapshot>();
  let untilSweep = SWEEP_EVERY;

  return {
    find: (key, now) => {
      const snapshot = kept.get(key);
      return snapshot && snapshot.expiresAt > now ? snapshot : null;
    },
    keep: (key, snapshot) => {
      kept.set(key, snapshot);
      untilSweep -= 1;
      if (untilSweep > 0) return;
      untilSweep = SWEEP_EVERY;
      for (const [name, { expiresAt }] of kept) {
        if (expiresAt <= snapshot.lastModified) kept.delete(name);
      }
    },
    clear: () => kept.clear(),
  };
}

/** The tag of a body: equal bodies, equal tags. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('hex').slice(0, 56)}"`;
}

/** Whether `If-None-Match` names the tag: quoted, bare and `W/` forms all count. */
export function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, '').replaceAll('"', '');
  return header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}
