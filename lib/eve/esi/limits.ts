import type { BudgetAnswer, Budgets, Charge, Meter } from './budgets/budgets.ts';
import {
  type Bucket,
  ERRORS_AT_MOST,
  ERRORS_KEPT_BACK,
  errorsOf,
  findRests,
  learnBucket,
  type Resting,
  readCount,
  tokensOf,
  WORST_TOKENS,
} from './costs.ts';
import {
  type EsiError,
  EsiErrorLimitError,
  EsiRateLimitError,
  EsiThrottledError,
  EsiUnavailableError,
} from './errors.ts';
import { routes } from './generated/routes.ts';
import type { EsiOperation } from './operation.ts';
import { pause } from './pause.ts';
import { readErrorLimitReset } from './read-error.ts';
import type { EsiRoute } from './route.ts';
import type { StopSignal } from './stop-signal.ts';
import type { RawAnswer } from './transport.ts';

const ERRORS_WINDOW_MS = 60_000;
/** The game server lets one character read the items of 20 contracts in 10 s, then blocks. */
const PACE = { limit: 20, windowMs: 10_250 };
/** CCP asks for no more price histories of one address: "increasing this could get you banned". */
const HISTORY_PACE = { key: 'pace history', limit: 5, windowMs: 1_025 };
const CONTRACT_ITEMS: ReadonlySet<EsiRoute> = new Set([
  'GET /characters/{character_id}/contracts/{contract_id}/items',
  'GET /corporations/{corporation_id}/contracts/{contract_id}/items',
]);
const HISTORY: EsiRoute = 'GET /markets/{region_id}/history';
/** How often it is asked whether calls that are under way have given something back. */
const RETRY_MS = 100;
/** Characters of one route whose names are remembered. */
const MOST_STANDINGS = 1_000;
/** Longer than a call takes nobody waits for others. */
const PATIENCE_MS = 10_000;

/** A call that may be made now. It must be settled or released, whatever becomes of it. */
export type Ticket = {
  /** It was not made. */
  release(): void;
  /** @param answer Null where none came. */
  settle(answer: RawAnswer | null, error: EsiError | null): void;
};

export type Limits = {
  /**
   * Wait until a call may be made, and reserve what it may cost at worst.
   *
   * @throws {EsiErrorLimitError | EsiRateLimitError | EsiThrottledError | EsiUnavailableError} When that is
   *   longer than a moment. EsiBudgetsError when the budgets cannot be reached.
   */
  enter(operation: EsiOperation<unknown>, signal: StopSignal): Promise<Ticket>;
  /** The bucket that an operation belongs to, or its route. */
  groupOf(operation: EsiOperation<unknown>): string;
};

/** By what names a call is counted and held back. */
type Keys = Readonly<Record<Resting | 'errors', string>>;
type Standing = { readonly keys: Keys; readonly bucket: Bucket | null };

/**
 * ESI's rules of how much may be asked: token buckets by group of routes and character, the error window by
 * address, the game server's pace for items of contracts; who was refused rests as long as ESI says, and so does a
 * route that is away.
 */
export function createLimits({
  budgets,
  pacesContractItems = true,
  pace: itemPace = PACE,
}: {
  budgets: Budgets;
  pacesContractItems?: boolean;
  pace?: typeof PACE;
}): Limits {
  const learned = new Map<EsiRoute, Bucket>();
  const standings = new Map<EsiRoute, Map<number | null, Standing>>();

  const bucketOf = ({ route }: EsiOperation<unknown>): Bucket | null =>
    learned.get(route) ?? routes[route].bucket;
  const groupOf = (operation: EsiOperation<unknown>) =>
    bucketOf(operation)?.group ?? operation.route;

  function learn(operation: EsiOperation<unknown>, answer: RawAnswer | null): void {
    const known = bucketOf(operation);
    const bucket = answer && learnBucket(answer, known);
    if (!bucket || bucket === known) return;
    learned.set(operation.route, bucket);
    standings.delete(operation.route);
  }

  function standingOf(operation: EsiOperation<unknown>): Standing {
    const { route, characterId } = operation;
    let ofRoute = standings.get(route);
    if (!ofRoute || ofRoute.size > MOST_STANDINGS) {
      ofRoute = new Map();
      standings.set(route, ofRoute);
    }
    const known = ofRoute.get(characterId);
    if (known) return known;
    const standing = { keys: keysOf(operation), bucket: bucketOf(operation) };
    ofRoute.set(characterId, standing);
    return standing;
  }

  function paceOf({ route, characterId }: EsiOperation<unknown>): Meter | null {
    if (route === HISTORY) return HISTORY_PACE;
    const isPaced = pacesContractItems && CONTRACT_ITEMS.has(route);
    return isPaced ? { key: `pace ${characterId}`, ...itemPace } : null;
  }

  function keysOf(operation: EsiOperation<unknown>): Keys {
    const owner = operation.characterId ?? 'public';
    return {
      everything: 'everything',
      errors: 'errors',
      bucket: `bucket ${groupOf(operation)} ${owner}`,
      throttled: `route ${operation.route} ${owner}`,
      away: `away ${operation.route}`,
    };
  }

  /** By the answer; null: what it may be at worst. */
  function chargesOf(
    operation: EsiOperation<unknown>,
    { keys, bucket }: Standing,
    answer: RawAnswer | null,
  ): Charge[] {
    const charge = bucket
      ? { meter: toMeter(keys.bucket, bucket), cost: tokensOf(answer) }
      : { meter: toErrorMeter(keys), cost: errorsOf(answer) };
    const pace = paceOf(operation);
    return pace ? [charge, { meter: pace, cost: 1 }] : [charge];
  }

  /** What ESI itself counts by now, for whoever asks from our address or for our character. */
  function readUsed({ keys, bucket }: Standing, answer: RawAnswer): Charge[] {
    const left = readCount(answer.header('x-ratelimit-remaining'));
    const errorsLeft = readCount(answer.header('x-esi-error-limit-remain'));
    // ESI's window is a fixed one: what it counts now counts until that ends.
    const windowMs = Math.min(readErrorLimitReset(answer), ERRORS_WINDOW_MS);
    return [
      ...(bucket && left !== null
        ? [{ meter: toMeter(keys.bucket, bucket), cost: bucket.tokens - left }]
        : []),
      ...(errorsLeft === null
        ? []
        : [{ meter: { ...toErrorMeter(keys), windowMs }, cost: ERRORS_AT_MOST - errorsLeft }]),
    ];
  }

  function toTicket(id: string, operation: EsiOperation<unknown>, standing: Standing): Ticket {
    const reserved = chargesOf(operation, standing, null);
    return {
      release() {
        budgets.settle({ id, charges: reserved.map(({ meter }) => ({ meter, cost: 0 })) });
      },
      settle(answer, error) {
        // As it was reserved, though this answer or another one may have taught another bucket.
        const charges = chargesOf(operation, standing, answer);
        learn(operation, answer);
        const now = standingOf(operation);
        budgets.settle({
          id,
          charges,
          used: answer ? readUsed(now, answer) : [],
          blocks: findRests(answer, error).map(({ what, forMs }) => ({
            key: now.keys[what],
            forMs,
          })),
        });
      },
    };
  }

  return {
    groupOf,

    async enter(operation, signal) {
      const startMs = performance.now();
      for (;;) {
        const standing = standingOf(operation);
        const { keys } = standing;
        const blocks = [keys.everything, keys.bucket, keys.throttled, keys.away];
        const charges = chargesOf(operation, standing, null);
        const answer = await budgets.reserve({ blocks, charges });
        if (answer.ok) {
          const ticket = toTicket(answer.id, operation, standing);
          if (signal.aborted) ticket.release();
          signal.throwIfAborted();
          return ticket;
        }
        if (answer.key === paceOf(operation)?.key) {
          await pause(answer.waitMs, signal);
          continue;
        }
        const hasPatience = performance.now() - startMs < PATIENCE_MS;
        if (!answer.isUnderWay || !hasPatience) throw toRefusal(answer, keys, groupOf(operation));
        await pause(Math.min(RETRY_MS, answer.waitMs), signal);
      }
    },
  };
}

function toMeter(key: string, { tokens, windowMs }: Bucket): Meter {
  return { key, limit: Math.max(tokens, WORST_TOKENS), windowMs };
}

function toErrorMeter({ errors }: Keys): Meter {
  return { key: errors, limit: ERRORS_AT_MOST - ERRORS_KEPT_BACK, windowMs: ERRORS_WINDOW_MS };
}

function toRefusal(
  { key, waitMs }: BudgetAnswer & { ok: false },
  keys: Keys,
  group: string,
): EsiError {
  if (key === keys.everything || key === keys.errors) return new EsiErrorLimitError(waitMs);
  if (key === keys.away) return new EsiUnavailableError(waitMs);
  return key === keys.bucket ? new EsiRateLimitError(group, waitMs) : new EsiThrottledError(waitMs);
}
