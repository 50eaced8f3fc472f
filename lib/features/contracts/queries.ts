import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';
import {
  contractViewSchema,
  inboxSchema,
  type OpenedWindow,
  type OwnCheck,
  openedWindowSchema,
  ownCheckSchema,
} from './schema.ts';

/** How often the inbox is looked at, in seconds. The answer is small and comes from the database. */
export const INBOX_POLL_S = 3;
const POLL_MS = INBOX_POLL_S * 1_000;

/** The contracts that wait in game. Give the server's own list as `initialData`. */
export function inboxQuery() {
  return queryOptions({
    queryKey: ['inbox'],
    queryFn: async ({ signal }) => readAnswer(inboxSchema, await fetch('/api/inbox', { signal })),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  });
}

/** One contract, opened. */
export function contractQuery(contractId: number) {
  return queryOptions({
    queryKey: ['contract', contractId],
    queryFn: async ({ signal }) =>
      readAnswer(contractViewSchema, await fetch(`/api/contracts/${contractId}`, { signal })),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  });
}

/** Open the contract's window in the viewer's own game client. */
export async function openContractWindow(contractId: number): Promise<OpenedWindow> {
  const response = await fetch(`/api/contracts/${contractId}/open-window`, { method: 'POST' });
  return readAnswer(openedWindowSchema, response);
}

/** Have the asker's own contracts read and compared with a quote. */
export async function checkOwnContracts(code: string): Promise<OwnCheck> {
  const path = `/api/quotes/${encodeURIComponent(code)}/check`;
  return readAnswer(ownCheckSchema, await fetch(path, { method: 'POST' }));
}
