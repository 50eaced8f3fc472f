import type { Redis } from 'ioredis';
import { type Decode, type RawFields, textFields } from './entry.ts';
import { compareIds, isStreamId, START_ID } from './stream-id.ts';

export type StreamEntry<Data> = {
  readonly stream: string;
  readonly id: string;
  readonly data: Data;
};

export type Replay<Data> = {
  readonly entries: readonly StreamEntry<Data>[];
  /** The id asked for is no more in the stream: entries after it may have been trimmed. Begin afresh. */
  readonly isGap: boolean;
  /** There are more: ask again after the last of these. */
  readonly hasMore: boolean;
};

export type ReadAfterOptions<Data> = {
  readonly decode?: Decode<Data>;
  /** Most entries. Default 1,000. */
  readonly limit?: number;
};

const LIMIT = 1_000;

/**
 * What came after an id that somebody saw: to catch up after a time away. In one step with the check
 * that nothing between was trimmed.
 *
 * @param id The last one seen; '0-0' asks for all that is there.
 * @throws TypeError for an id that is none.
 */
export async function readAfter<Data = Record<string, string>>(
  redis: Redis,
  stream: string,
  id: string,
  options: ReadAfterOptions<Data> = {},
): Promise<Replay<Data>> {
  if (!isStreamId(id)) throw new TypeError(`${JSON.stringify(id)} is no id of an entry`);
  const { limit = LIMIT } = options;
  // Without `decode`, Data is what the default makes.
  const decode = (options.decode ?? textFields) as Decode<Data>;
  const isFromStart = compareIds(id, START_ID) === 0;
  // The entry that was seen is asked for with the others: whether it is there says what is missing.
  const rows = await redis.xrangeBuffer(stream, id, '+', 'COUNT', limit + (isFromStart ? 1 : 2));
  const found = rows.map(([rawId, fields]) => ({ id: rawId.toString(), fields }));
  const isThere = found[0] !== undefined && compareIds(found[0].id, id) === 0;
  const rest = isThere ? found.slice(1) : found;
  return {
    entries: rest.slice(0, limit).map((row) => ({
      stream,
      id: row.id,
      data: decode(row.fields as RawFields),
    })),
    isGap: !isFromStart && !isThere,
    hasMore: rest.length > limit,
  };
}
