'use client';

import { useSyncExternalStore } from 'react';

/** False only in the page as the server sends it, until its scripts have come. */
export function useIsAwake(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
