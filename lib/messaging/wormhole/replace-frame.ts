import { WormholeValueError } from './errors.ts';
import * as frames from './frames.ts';
import type { OutgoingCalls } from './outgoing-calls.ts';
import { type ErrorDetails, shorten, UNTELLABLE } from './remote-error.ts';
import { decodeRich } from './rich-values.ts';
import type { ServedCalls } from './served-calls.ts';

export type FrameOwners = {
  readonly calls: Pick<OutgoingCalls, 'refuse'>;
  readonly served: Pick<ServedCalls<unknown>, 'toRefusal'>;
  readonly onProblem: (error: unknown) => void;
};

/**
 * A frame of ours cannot be carried: whoever waits for it learns of it.
 *
 * @param attempt How many were tried in its place before: what is answered gets shorter each time, and ends.
 * @returns What goes in its place, if anything.
 */
export function replaceFrame(
  { calls, served, onProblem }: FrameOwners,
  [tag, id, content]: frames.Frame,
  { cause, attempt }: { readonly cause: unknown; readonly attempt: number },
): frames.Frame | undefined {
  const error = new WormholeValueError('A value cannot travel over this channel', { cause });
  if (attempt > 1) {
    onProblem(error);
    return undefined;
  }
  switch (tag) {
    case frames.RESULT:
    case frames.RICH_RESULT:
    case frames.ITEM:
    case frames.RICH_ITEM:
      return served.toRefusal(id as number, error);
    // Told already what went wrong: only its length must stay here.
    case frames.FAILURE:
      return [tag, id, attempt === 0 ? shorten(content as ErrorDetails) : UNTELLABLE];
    case frames.RICH_FAILURE:
      return [frames.FAILURE, id, shorten(decodeRich(content) as ErrorDetails)];
    case frames.CALL:
    case frames.RICH_CALL:
      calls.refuse(id, error);
      return undefined;
    default:
      onProblem(error);
      return undefined;
  }
}
