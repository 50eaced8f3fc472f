/**
 * What the site notes about a request for the front, which sees Next's answer but not its reason.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export type RequestNotes = {
  /** Something was sent with it, a form mostly. */
  isSent?: boolean;
  /** An action of ours was called: the body could be read. */
  hasBegunAction?: boolean;
  /** Something failed because the database did not answer. */
  isDatabaseAway?: boolean;
  /** What is done serves every request to come: this one's patience is no measure for it. */
  isForAll?: boolean;
};

// Next loads its modules apart from the front's, so a variable of this module would be two.
const STORE_KEY = Symbol.for('ageira.request-notes');
const shared: typeof globalThis & { [STORE_KEY]?: AsyncLocalStorage<RequestNotes> } = globalThis;

/** Handle a request; what is noted meanwhile goes into `notes`. */
export function withNotes<T>(notes: RequestNotes, handle: () => T): T {
  return getStore().run(notes, handle);
}

/** Note something about the request that is being handled, if one is. */
export function noteRequest(noted: RequestNotes): void {
  Object.assign(getStore().getStore() ?? {}, noted);
}

/** What is noted so far of the request that is being handled, if one is. */
export function readNotes(): RequestNotes | undefined {
  return getStore().getStore();
}

function getStore(): AsyncLocalStorage<RequestNotes> {
  shared[STORE_KEY] ??= new AsyncLocalStorage();
  return shared[STORE_KEY];
}
