'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProblemError } from '#lib/core/problem.ts';
import { ASKING_OFFLINE } from './asking-offline.ts';

const MOST_RETRIES = 3;
/** No page that was open when the site went away shows more than this and one look of old news. */
const RETRY_PAUSE = { leastMs: 500, spreadMs: 1_000 };

/** One query cache for the pages within. Each query says itself how fresh it must be. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { retry, retryDelay, ...ASKING_OFFLINE } } }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Asking again does not change a refusal, and whoever waits should read it at once. */
function retry(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ProblemError && error.problem.status < 500;
  return !isRefusal && failures < MOST_RETRIES;
}

/** Not ever longer, since the site is back in seconds; and not all pages at the same moment. */
function retryDelay(): number {
  return RETRY_PAUSE.leastMs + Math.random() * RETRY_PAUSE.spreadMs;
}
