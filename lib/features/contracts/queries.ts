import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';
import type { OpenedWindow, OwnCheck } from './schema.ts';

/** How often the inbox is looked at where nobody tells the page, in seconds. */
export const INBOX_POLL_S = 3;
const POLL_MS = INBOX_POLL_S * 1_000;
/** Where somebody does: only in case that a word was lost. */
const TOLD_POLL_MS = 60_000;

/**
 * The contracts that wait in game. Give the server's own list as `initialData`.
 *
 * @param isTold Whether changes are told to the page.
 */
export function inboxQuery(isTold = false) {
  return queryOptions({
    queryKey: ['inbox'],
    queryFn: ({ signal }) =>
      readAnswer(async () => (await loadSchemas()).inboxSchema, fetch('/api/inbox', { signal })),
    refetchInterval: isTold ? TOLD_POLL_MS : POLL_MS,
    staleTime: POLL_MS,
  });
}

/** One contract, opened. */
export function contractQuery(contractId: number, isTold = false) {
  return queryOptions({
    queryKey: ['contract', contractId],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await loadSchemas()).contractViewSchema,
        fetch(`/api/contracts/${contractId}`, { signal }),
      ),
    refetchInterval: isTold ? TOLD_POLL_MS : POLL_MS,
    staleTime: POLL_MS,
  });
}

/** Open the contract's window in the viewer's own game client. */
export function openContractWindow(contractId: number): Promise<OpenedWindow> {
  return readAnswer(
    async () => (await loadSchemas()).openedWindowSchema,
    fetch(`/api/contracts/${contractId}/open-window`, { method: 'POST' }),
  );
}

/** Have the asker's own contracts read and compared with a quote. */
export function checkOwnContracts(code: string): Promise<OwnCheck> {
  const path = `/api/quotes/${encodeURIComponent(code)}/check`;
  return readAnswer(
    async () => (await loadSchemas()).ownCheckSchema,
    fetch(path, { method: 'POST' }),
  );
}

function loadSchemas() {
  return import('./schema.ts');
}
