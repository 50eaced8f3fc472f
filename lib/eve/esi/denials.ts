import { toWords } from './address.ts';
import { EsiForbiddenError } from './errors.ts';
import type { EsiOperation } from './operation.ts';
import type { EsiRoute } from './route.ts';

/** Whoever may not dock is refused, each time anew, and each refusal counts against the whole address. */
const OF_STRUCTURES: ReadonlySet<EsiRoute> = new Set([
  'GET /markets/structures/{structure_id}',
  'GET /universe/structures/{structure_id}',
]);
const REST_MS = 86_400_000;
const MOST_DENIALS = 10_000;
/** Around downtime ESI has refused what is there. In minutes of the UTC day. */
const DOWNTIME = { from: 10 * 60 + 55, until: 11 * 60 + 20 };

/** What ESI has refused to show of structures, and to whom. */
export type Denials = {
  /** @throws {EsiForbiddenError} When it was refused within the last day. */
  check(operation: EsiOperation<unknown>): void;
  note(operation: EsiOperation<unknown>, error: unknown): void;
};

/**
 * Remember refusals for a day, in this process, so that ESI is not asked for the same by each poll. What is
 * refused around downtime says nothing.
 */
export function createDenials(clock: () => Date): Denials {
  const denials = new Map<string, { readonly error: EsiForbiddenError; readonly atMs: number }>();

  return {
    check(operation) {
      if (!OF_STRUCTURES.has(operation.route)) return;
      const denial = denials.get(keyOf(operation));
      // Either way: a clock that was set back must not make the rest longer.
      if (!denial || Math.abs(clock().getTime() - denial.atMs) >= REST_MS) return;
      const { error: cause } = denial;
      const what = `ESI has forbidden ${toWords(operation)} within the last day`;
      throw new EsiForbiddenError(what, { cause, requestId: cause.requestId });
    },

    note(operation, error) {
      const now = clock();
      const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
      const isDowntime = minute >= DOWNTIME.from && minute <= DOWNTIME.until;
      if (isDowntime || !(error instanceof EsiForbiddenError)) return;
      if (!OF_STRUCTURES.has(operation.route)) return;
      if (denials.size >= MOST_DENIALS) denials.clear();
      denials.set(keyOf(operation), { error, atMs: now.getTime() });
    },
  };
}

function keyOf({ path, characterId }: EsiOperation<unknown>): string {
  return `${path} ${characterId}`;
}
