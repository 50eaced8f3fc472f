'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProblemError } from '#lib/core/problem.ts';

const MOST_RETRIES = 3;

/** One query cache for the pages within. Each query says itself how fresh it must be. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry } } }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Asking again does not change a refusal, and whoever waits should read it at once. */
function retry(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ProblemError && error.problem.status < 500;
  return !isRefusal && failures < MOST_RETRIES;
}
