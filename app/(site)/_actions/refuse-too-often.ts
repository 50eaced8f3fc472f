import { getCaller } from '#lib/server/caller.ts';
import type { Container } from '#lib/server/container.ts';
import { HttpError } from '#lib/server/http.ts';
import { type Budget, spend } from '#lib/server/request-limits.ts';

/** Take one point of the caller's budget; the sentence for the person when there is none left. */
export async function refuseTooOften(container: Container, budget: Budget): Promise<string | null> {
  try {
    await spend(container, budget, await getCaller());
    return null;
  } catch (error) {
    if (error instanceof HttpError) return error.message;
    throw error;
  }
}
