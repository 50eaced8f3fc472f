'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { createRefresher } from './create-refresher.ts';

/**
 * Look anew at what queries show, once for all news of a moment; once more when more comes while one looks.
 *
 * @returns `note` to be called with the news: `spreadMs` where many watch the same, and must not all ask at one
 *   moment; `settle` where a look that was put off is not needed any more.
 */
export function useRefresh(keys: readonly QueryKey[]) {
  const client = useQueryClient();
  const wanted = useRef(keys);
  wanted.current = keys;
  const refresher = useRef<ReturnType<typeof createRefresher> | null>(null);
  refresher.current ??= createRefresher(() =>
    Promise.all(wanted.current.map((queryKey) => client.refetchQueries({ queryKey }))),
  );
  const own = refresher.current;
  useEffect(() => own.start(), [own]);
  return own;
}
