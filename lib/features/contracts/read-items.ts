import { FINISHED_STATUSES, LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import {
  characterContractItems,
  corporationContractItems,
  type EsiContractItem,
  EsiErrorLimitError,
  EsiForbiddenError,
  EsiNotFoundError,
  type EsiOperation,
  EsiRateLimitError,
  EsiSchemaError,
  EsiThrottledError,
  EsiUnauthorizedError,
} from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { EveTokenError, withAccessToken } from '#lib/server/eve-tokens.ts';
import type { ContractFeed } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { keepItems } from './keep-items.ts';

/** At most so many a run: the game server gives 20 in 10 s, and the list must be read on time. */
const MAXIMUM_A_RUN = 120;
/** A sandbox without limits is asked for everything at once. */
const MAXIMUM_WITHOUT_PACE = 100_000;
/** Contracts that are read with one token and kept in one transaction. */
const BATCH = 20;
const BATCH_WITHOUT_PACE = 400;
/** In flight at once. With a pace one after another is as fast as EVE allows. */
const AT_ONCE = 1;
const AT_ONCE_WITHOUT_PACE = 20;
/** So many failures in a row are EVE's trouble, not a contract's. */
const OUTAGE_AFTER = 3;
/** Around downtime ESI has refused what is there. In minutes of the UTC day. */
const DOWNTIME = { from: 10 * 60 + 55, until: 11 * 60 + 20 };

/** What was read so far. Null: EVE says that there are none to be read. */
type Reading = {
  readonly itemsOf: Map<number, readonly EsiContractItem[] | null>;
  failuresInARow: number;
  isStopped: boolean;
};

type Options = { readonly onKept: () => void; readonly signal: AbortSignal };

/** Feeds whose items are being read in this process, and whether somebody has asked for more meanwhile. */
const runs = new WeakMap<Container, Map<string, { isMoreAsked: boolean }>>();

/**
 * Read the items of this feed's contracts that need them: once a contract, for they never change. A run
 * that meets another one of its feed leaves its contracts to that, so that EVE is asked once.
 *
 * What EVE denies is marked so, and asked for again for some hours. When EVE says stop, the rest waits
 * for the next run.
 *
 * @param onKept Told whenever some were kept: their contracts can be matched while others are read.
 */
export async function readMissingItems(
  container: Container,
  feed: ContractFeed,
  options: Options,
): Promise<void> {
  const ofFeeds = runs.get(container) ?? new Map<string, { isMoreAsked: boolean }>();
  runs.set(container, ofFeeds);
  const other = ofFeeds.get(feed.id);
  if (other) {
    other.isMoreAsked = true;
    return;
  }
  const run = { isMoreAsked: true };
  ofFeeds.set(feed.id, run);
  try {
    while (run.isMoreAsked) {
      run.isMoreAsked = false;
      if ((await readUnread(container, feed, options)) === 'stopped') return;
    }
  } finally {
    ofFeeds.delete(feed.id);
  }
}

async function readUnread(
  container: Container,
  feed: ContractFeed,
  { onKept, signal }: Options,
): Promise<'done' | 'stopped'> {
  const ids = await findUnread(container, feed.id);
  const owner = { characterId: toId(feed.characterId), purpose: 'contracts' } as const;
  const size = hasPace(container) ? BATCH : BATCH_WITHOUT_PACE;
  let failuresInARow = 0;
  for (let at = 0; at < ids.length; at += size) {
    signal.throwIfAborted();
    const batch = ids.slice(at, at + size);
    const reading: Reading = { itemsOf: new Map(), failuresInARow, isStopped: false };
    try {
      await withAccessToken(
        container,
        owner,
        (accessToken) => readBatch(container, feed, { batch, reading, accessToken }, signal),
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw error;
      if (!isStop(error))
        container.log.warn({ err: error, feedId: feed.id }, 'items could not be read');
      reading.isStopped = true;
    }
    await keepItems(container, reading.itemsOf);
    onKept();
    if (reading.isStopped) return 'stopped';
    failuresInARow = reading.failuresInARow;
  }
  return 'done';
}

type Batch = {
  readonly batch: readonly number[];
  readonly reading: Reading;
  readonly accessToken: string;
};

/** Goes on where it was when it is called again with another token. */
async function readBatch(
  container: Container,
  feed: ContractFeed,
  { batch, reading, accessToken }: Batch,
  signal: AbortSignal,
): Promise<void> {
  const waiting = batch.filter((contractId) => !reading.itemsOf.has(contractId)).values();
  const readNext = async () => {
    for (const contractId of waiting) {
      signal.throwIfAborted();
      await readOne(container, feed, { contractId, reading, accessToken }, signal);
      if (reading.isStopped) return;
    }
  };
  const atOnce = hasPace(container) ? AT_ONCE : AT_ONCE_WITHOUT_PACE;
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, readNext));
  // Only when nothing is in flight any more: who calls keeps what was read.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

type One = Omit<Batch, 'batch'> & { readonly contractId: number };

async function readOne(
  container: Container,
  feed: ContractFeed,
  { contractId, reading, accessToken }: One,
  signal: AbortSignal,
): Promise<void> {
  try {
    const items = await requestItems(container, feed, { contractId, accessToken }, signal);
    reading.itemsOf.set(contractId, items);
    reading.failuresInARow = 0;
  } catch (error) {
    if (signal.aborted || error instanceof EsiUnauthorizedError) throw error;
    if (isStop(error)) reading.isStopped = true;
    else if (isDenial(error, container.clock())) reading.itemsOf.set(contractId, null);
    else {
      // One contract that fails never stops the others; it is asked for again at the next run.
      container.log.warn({ err: error, contractId }, 'items could not be read');
      reading.failuresInARow = isOutage(error) ? reading.failuresInARow + 1 : 0;
      if (reading.failuresInARow >= OUTAGE_AFTER) reading.isStopped = true;
    }
  }
}

async function requestItems(
  { esi }: Container,
  feed: ContractFeed,
  { contractId, accessToken }: { contractId: number; accessToken: string },
  signal: AbortSignal,
): Promise<readonly EsiContractItem[]> {
  const characterId = toId(feed.characterId);
  const request = async (operation: EsiOperation<EsiContractItem[]>) =>
    (await esi.request(operation, { signal, accessToken })).data;

  const asCharacter = characterContractItems({ characterId, contractId });
  if (feed.kind === 'character') return request(asCharacter);
  try {
    return await request(
      corporationContractItems({
        corporationId: toId(feed.ownerId),
        contractId,
        tokenCharacterId: characterId,
      }),
    );
  } catch (error) {
    // For what a character made to a corporation this route has said 404, while the other answers.
    if (error instanceof EsiNotFoundError) return request(asCharacter);
    throw error;
  }
}

async function findUnread({ pool, clock, env }: Container, feedId: string): Promise<number[]> {
  const limit = hasPace({ env }) ? MAXIMUM_A_RUN : MAXIMUM_WITHOUT_PACE;
  const { rows } = await pool.query<{ id: string }>({
    name: 'unread-contracts',
    text: `select contract.id from (
        select contract.*, false as is_denied from contract
        where items_state = 'unread' and needs_match
        union all
        select contract.*, true from item_denial join contract on id = contract_id
        where ask_at <= $4 and items_state = 'unavailable') contract
      join contract_sighting seen on seen.contract_id = contract.id
      where seen.feed_id = $1 and contract.gone_at is null and contract.type = 'item_exchange'
        and (contract.status = any($2::text[]) or contract.status = any($3::text[]))
        and (contract.status <> 'outstanding' or contract.date_expired > $4)
      order by is_denied, contract.date_issued desc limit $5`,
    values: [feedId, LIVING_STATUSES, FINISHED_STATUSES, clock(), limit],
  });
  return rows.map(({ id }) => Number(id));
}

function hasPace({ env }: Pick<Container, 'env'>): boolean {
  return env.SANDBOX_ITEM_PACE !== 'off';
}

function isStop(error: unknown): boolean {
  return (
    error instanceof EsiErrorLimitError ||
    error instanceof EsiRateLimitError ||
    error instanceof EsiThrottledError ||
    error instanceof EveTokenError
  );
}

// An answer that makes no sense says nothing about the next contract.
function isOutage(error: unknown): boolean {
  return !(error instanceof EsiSchemaError);
}

function isDenial(error: unknown, now: Date): boolean {
  if (error instanceof EsiNotFoundError) return true;
  if (!(error instanceof EsiForbiddenError)) return false;
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  return minute < DOWNTIME.from || minute > DOWNTIME.until;
}
