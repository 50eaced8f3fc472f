import { getContainer } from './container.ts';
import { describeFault, HttpError } from './http.ts';
import { noteRequest } from './request-notes.ts';

/**
 * Run what a server action does. Whatever breaks in it becomes a sentence: thrown, it would take the
 * whole page away, and what was typed there.
 *
 * @param refuse Makes the action's state of a sentence and an HTTP status.
 */
export async function act<State>(
  run: () => Promise<State>,
  refuse: (message: string, status: number) => State,
): Promise<State> {
  noteRequest({ hasBegunAction: true });
  try {
    return await run();
  } catch (error) {
    // Next's own signals (redirect, not found) carry a digest and must reach Next.
    if (typeof error === 'object' && error !== null && 'digest' in error) throw error;
    if (error instanceof HttpError) return refuse(error.message, error.problem.status);
    getContainer().log.error({ err: error }, 'an action failed');
    const { detail, status } = describeFault(error);
    return refuse(detail, status);
  }
}
