import { ProblemError } from '#lib/core/problem.ts';

/** Why a question of the trader's side is not answered though the site was reached; asking again changes nothing. */
export type Refusal = 'signed-out' | 'not-allowed';

const REFUSALS: Readonly<Record<number, Refusal>> = { 401: 'signed-out', 403: 'not-allowed' };

export const REFUSAL_TITLES: Record<Refusal, string> = {
  'signed-out': 'Your session is over',
  'not-allowed': 'You may not see this any more',
};

/** Null for anything else that went wrong, and for nothing. */
export function toRefusal(error: Error | null): Refusal | null {
  return error instanceof ProblemError ? (REFUSALS[error.problem.status] ?? null) : null;
}
