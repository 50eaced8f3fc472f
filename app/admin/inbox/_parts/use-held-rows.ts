'use client';

import { useState } from 'react';
import type { InboxRow } from '#lib/features/contracts/schema.ts';
import { type Arrangement, arrangeRows } from './arrange-rows.ts';

/** Holds the list still from the moment a contract is opened until the trader asks for what is new. */
export function useHeldRows(
  sorted: readonly InboxRow[],
  { isHolding, listKey }: { readonly isHolding: boolean; readonly listKey: string },
): Arrangement & { readonly showNew: () => void } {
  const [held, setHeld] = useState<{ key: string; rows: readonly InboxRow[] } | null>(null);

  // Another filter or order is another list: it starts fresh.
  const current = held?.key === listKey ? held : null;
  if (isHolding && !current) setHeld({ key: listKey, rows: sorted });
  if (!isHolding && held) setHeld(null);

  return {
    ...arrangeRows(sorted, isHolding ? (current?.rows ?? sorted) : null),
    showNew: () => setHeld(isHolding ? { key: listKey, rows: sorted } : null),
  };
}
