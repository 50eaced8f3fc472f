'use client';

import { useEffect, useRef, useState } from 'react';
import { isConnected, watchConnection, watchRoom } from './connection.ts';

/**
 * How a page stays current: it is told; it will be in a moment, and asks meanwhile; or it has to ask, since
 * nobody is there to tell it.
 */
export type LiveState = 'live' | 'connecting' | 'asking';

/** For so long a connection that was lost is expected back. */
const PATIENCE_MS = 8_000;

/**
 * Have changes told.
 *
 * @param rooms See lib/core/live; those that this visitor may not hear count as none.
 * @param onNews Called for what is told in one of them, and, with nothing, when something may have been missed.
 */
export function useLive(
  rooms: readonly string[],
  onNews: (room: string, news?: unknown) => void,
): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(onNews);
  latest.current = onNews;
  const key = rooms.join(' ');

  useEffect(() => {
    const joined = new Set<string>();
    const names = key === '' ? [] : key.split(' ');
    let patience: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      if (!isConnected()) joined.clear();
      const isLive = names.length > 0 && names.every((name) => joined.has(name));
      clearTimeout(patience);
      if (isLive) return setState('live');
      setState((before) => (before === 'asking' ? before : 'connecting'));
      patience = setTimeout(() => setState('asking'), PATIENCE_MS);
    };
    const ends = names.map((room) =>
      watchRoom(room, {
        onMessage: (news) => latest.current(room, news),
        onJoined: ({ resumed }) => {
          joined.add(room);
          look();
          if (!resumed) latest.current(room);
        },
        onRefused: () => {
          joined.delete(room);
          look();
        },
      }),
    );
    ends.push(watchConnection(look));
    look();
    return () => {
      clearTimeout(patience);
      for (const end of ends) end();
    };
  }, [key]);
  return state;
}
