import type { QuoteState as Row } from '#lib/server/generated/prisma/client.ts';
import type { QuoteView } from './schema.ts';

/** The database's spelling of a state to ours. */
export function fromRowState(state: Row): QuoteView['state'] {
  return state === 'partly_completed' ? 'partly-completed' : state;
}
