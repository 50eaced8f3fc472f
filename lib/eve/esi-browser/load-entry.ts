import { type AskTools, ask } from './ask.ts';
import type { Entries, Entry } from './entries.ts';
import { EsiError, EsiTimeoutError } from './errors.ts';
import { CEILING_MS } from './freshness.ts';
import type { EsiRequest } from './request.ts';
import { createFlights } from './share-flight.ts';
import type { InTurn } from './take-turns.ts';
import { within } from './wait.ts';

export type LoadEntry = (request: EsiRequest, signal?: AbortSignal) => Promise<Entry>;

/** A 404 counts against the limit of everybody at this address: it is not asked for again so soon. */
const REFUSED_FOR_MS = 60_000;
const MAX_REFUSALS = 500;
/** Whole tries that a call may last, the waiting for another tab among them. */
const TRIES_IN_ALL = 3;

/**
 * An answer from the store while it is fresh, else from ESI: one question at a time for each key, in
 * this tab and among tabs.
 */
export function createLoader(entries: Entries, inTurn: InTurn, tools: AskTools): LoadEntry {
  const { now, timeoutMs } = tools;
  const share = createFlights<Entry>();
  const refusals = new Map<string, { readonly error: EsiError; readonly until: number }>();

  const load = async (request: EsiRequest, leaving: AbortSignal): Promise<Entry> => {
    const { key, route } = request;
    const refusal = refusals.get(key);
    if (refusal && refusal.until > now()) throw refusal.error;
    const kept = await entries.read(key);
    if (isFresh(kept, now())) return kept;

    const signal = within(TRIES_IN_ALL * timeoutMs, leaving);
    try {
      return await inTurn(key, signal, async () => {
        // Another tab may have asked while we waited for our turn.
        const known = await entries.read(key);
        if (isFresh(known, now())) return known;
        const entry = await ask(request, known, tools, signal);
        await entries.write(key, entry);
        return entry;
      });
    } catch (error) {
      if (signal.aborted)
        throw new EsiTimeoutError(`ESI did not answer ${route}`, { cause: error });
      if (error instanceof EsiError && !error.isRetryable) {
        refusals.delete(key);
        refusals.set(key, { error, until: now() + REFUSED_FOR_MS });
        const [oldest] = refusals.keys();
        if (oldest && refusals.size > MAX_REFUSALS) refusals.delete(oldest);
      }
      throw error;
    }
  };

  return (request, signal) => share(request.key, signal, (leaving) => load(request, leaving));
}

/** A clock that was put back must not make an answer last. */
function isFresh(entry: Entry | undefined, nowMs: number): entry is Entry {
  if (!entry) return false;
  const { receivedAt, expiresAt } = entry;
  return receivedAt <= nowMs && nowMs < expiresAt && expiresAt - receivedAt <= CEILING_MS;
}
