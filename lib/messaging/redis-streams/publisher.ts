import type { Redis } from 'ioredis';
import { type StreamFields, toArguments } from './entry.ts';

export type PublishOptions = {
  /**
   * About how many entries the stream keeps: Redis trims whole blocks, so that it may keep some hundred
   * more. Default 10,000; null keeps all.
   */
  readonly maxLength?: number | null;
};

const MAX_LENGTH = 10_000;

/**
 * Write entries to streams that do not grow for ever.
 *
 * @throws RangeError for a length that is no positive integer.
 * @example
 * const publish = createPublisher(redis, { maxLength: 50_000 });
 * const id = await publish('quotes', { code: 'AT-7K3M-9QX2', version: 4 });
 */
export function createPublisher(
  redis: Redis,
  { maxLength = MAX_LENGTH }: PublishOptions = {},
): (stream: string, fields: StreamFields) => Promise<string> {
  if (maxLength !== null && (!Number.isSafeInteger(maxLength) || maxLength < 1)) {
    throw new RangeError(`A length of at least 1 was expected, not ${maxLength}`);
  }
  const limit = maxLength === null ? [] : ['MAXLEN', '~', maxLength];
  return async (stream, fields) => {
    const id = await redis.xadd(stream, ...limit, '*', ...toArguments(fields));
    // Null comes of NOMKSTREAM alone, which is not asked for.
    return String(id);
  };
}
