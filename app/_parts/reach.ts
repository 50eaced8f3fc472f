import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';

const UNREACHED =
  'The site did not answer, so nothing is known to have been done. Try again; if it stays so, reload the page.';
const RENEWED =
  'The site was renewed since this page was opened, so nothing was done. Reload the page, then try again.';

/**
 * Call a server action from the browser. Where the site is not reached, or is not the one any more that
 * the page came from, that is said: thrown, it would take the page away, and what was typed there.
 *
 * @param refuse Makes the action's state of a sentence.
 */
export async function reach<State>(
  call: () => Promise<State>,
  refuse: (message: string) => State,
): Promise<State> {
  try {
    return await call();
  } catch (error) {
    // Where the action sends the browser on.
    unstable_rethrow(error);
    return refuse(unstable_isUnrecognizedActionError(error) ? RENEWED : UNREACHED);
  }
}
