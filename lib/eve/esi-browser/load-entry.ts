import { type AskTools, ask } from './ask.ts';
import type { Entries, Entry } from './entries.ts';
import { EsiTimeoutError, toFailure } from './errors.ts';
import { CEILING_MS } from './freshness.ts';
import type { EsiRequest } from './request.ts';
import { createFlights } from './share-flight.ts';
import { within } from './wait.ts';

export type LoadEntry = (request: EsiRequest, signal?: AbortSignal) => Promise<Entry>;

/** Whole tries that a call may last, the waiting for another tab among them. */
const TRIES_IN_ALL = 3;

/**
 * An answer from the store while it is fresh, else from ESI: one question at a time for each key, in
 * this tab and among tabs.
 */
export function createLoader(entries: Entries, tools: AskTools): LoadEntry {
  const { now, timeoutMs, inTurn } = tools;
  const share = createFlights<Entry>();

  const load = async (request: EsiRequest, leaving: AbortSignal): Promise<Entry> => {
    const { key, route } = request;
    const kept = await entries.read(key);
    if (isGood(kept, request, now())) return kept;

    const signal = within(TRIES_IN_ALL * timeoutMs, leaving);
    try {
      return await inTurn(key, signal, async () => {
        // Another tab may have asked while we waited for our turn.
        const known = await entries.read(key);
        if (isGood(known, request, now())) return known;
        const entry = await ask(request, known, tools, signal);
        await entries.write(key, entry);
        return toSound(entry);
      });
    } catch (error) {
      if (signal.aborted)
        throw new EsiTimeoutError(`ESI did not answer ${route}`, { cause: error });
      throw error;
    }
  };

  return (request, signal) => share(request.key, signal, (leaving) => load(request, leaving));
}

/**
 * Whether ESI need not be asked: what is kept is fresh, and not spoilt, as `parse` sees it.
 *
 * @throws {EsiError} Where it must not be asked, though what it said was no answer.
 */
function isGood(entry: Entry | undefined, { parse }: EsiRequest, nowMs: number): entry is Entry {
  if (!entry) return false;
  const { receivedAt, expiresAt } = entry;
  // A clock that was put back must not make an answer last.
  if (receivedAt > nowMs || nowMs >= expiresAt || expiresAt - receivedAt > CEILING_MS) return false;
  toSound(entry);
  try {
    parse?.(entry.data);
    return true;
  } catch {
    return false;
  }
}

function toSound(entry: Entry): Entry {
  if (entry.fault) throw toFailure(entry.fault);
  return entry;
}
