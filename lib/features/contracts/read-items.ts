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
} from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { EveTokenError, withAccessToken } from '#lib/server/eve-tokens.ts';
import type { ContractFeed } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { isDataRefusal, transact } from '#lib/server/transact.ts';
import { FINISHED_STATUSES, fromEsiItem, LIVING_STATUSES } from './contract-row.ts';
import { storeItems } from './store-items.ts';

/** At most so many a run: the game server gives 20 in 10 s, and the list must be read on time. */
const MAXIMUM_A_RUN = 120;
/** So many failures in a row are EVE's trouble, not a contract's. */
const OUTAGE_AFTER = 3;
/** Around downtime ESI has refused what is there. In minutes of the UTC day. */
const DOWNTIME = { from: 10 * 60 + 55, until: 11 * 60 + 20 };

/**
 * Read the items of this feed's contracts that need them: once a contract, for they never change.
 *
 * What EVE will never give is marked so. When EVE says stop, the rest waits for the next run.
 */
export async function readMissingItems(
  container: Container,
  feed: ContractFeed,
  signal: AbortSignal,
): Promise<void> {
  let failuresInARow = 0;
  for (const contractId of await findUnread(container, feed.id)) {
    signal.throwIfAborted();
    try {
      const items = await requestItems(container, feed, contractId, signal);
      await keep(container, contractId, items);
      failuresInARow = 0;
    } catch (error) {
      if (signal.aborted) throw error;
      if (isStop(error)) return;
      if (isTerminal(error, container.clock())) {
        await keep(container, contractId, null);
        continue;
      }
      if (isDataRefusal(error)) {
        // They never change, so they would be refused for ever. A person looks at them in game.
        container.log.error({ err: error, contractId }, 'items could not be stored');
        await keep(container, contractId, null);
        continue;
      }
      // One contract that fails never stops the others; it is asked for again at the next run.
      container.log.warn({ err: error, contractId }, 'items could not be read');
      failuresInARow = isOutage(error) ? failuresInARow + 1 : 0;
      if (failuresInARow === OUTAGE_AFTER) return;
    }
  }
}

async function requestItems(
  container: Container,
  feed: ContractFeed,
  contractId: number,
  signal: AbortSignal,
): Promise<readonly EsiContractItem[]> {
  const characterId = toId(feed.characterId);
  const ownerId = toId(feed.ownerId);
  const request = (operation: EsiOperation<EsiContractItem[]>) =>
    withAccessToken(
      container,
      { characterId, purpose: 'contracts' },
      async (accessToken) => (await container.esi.request(operation, { signal, accessToken })).data,
      signal,
    );

  const asCharacter = characterContractItems({ characterId, contractId });
  if (feed.kind === 'character') return request(asCharacter);
  try {
    return await request(
      corporationContractItems({
        corporationId: ownerId,
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

async function findUnread({ pool, clock }: Container, feedId: string): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'unread-contracts',
    text: `select contract.id from contract_sighting seen
      join contract on contract.id = seen.contract_id
      where seen.feed_id = $1 and contract.items_state = 'unread' and contract.gone_at is null
        and contract.type = 'item_exchange' and contract.needs_match
        and (contract.status = any($2::text[]) or contract.status = any($3::text[]))
        and (contract.status <> 'outstanding' or contract.date_expired > $4)
      order by contract.date_issued desc limit ${MAXIMUM_A_RUN}`,
    values: [feedId, LIVING_STATUSES, FINISHED_STATUSES, clock()],
  });
  return rows.map(({ id }) => Number(id));
}

async function keep(
  container: Container,
  contractId: number,
  items: readonly EsiContractItem[] | null,
): Promise<void> {
  await container.checkpoint('items asked for');
  await transact(container, async (tx) => {
    await storeItems(tx, contractId, items?.map(fromEsiItem) ?? null, container.clock());
    await container.checkpoint('items stored');
  });
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

function isTerminal(error: unknown, now: Date): boolean {
  if (error instanceof EsiNotFoundError) return true;
  if (!(error instanceof EsiForbiddenError)) return false;
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  return minute < DOWNTIME.from || minute > DOWNTIME.until;
}
