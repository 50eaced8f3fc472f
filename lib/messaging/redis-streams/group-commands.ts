import type { Redis } from 'ioredis';

/** An entry as Redis gives it; without fields where it was trimmed meanwhile. */
export type GroupRow = { readonly id: string; readonly fields: readonly Buffer[] | null };
export type Delivered = GroupRow & { readonly deliveries: number };

type Names = {
  readonly group: string;
  readonly consumer: string;
  readonly deadLetter: (stream: string) => string;
};

const CLAIM_COUNT = 100;
const DEAD_LENGTH = 10_000;

/** What a consumer of a group says to Redis. */
export class GroupCommands {
  readonly #redis: Redis;
  readonly #names: Names;
  readonly #keyPrefix: string;

  constructor(redis: Redis, names: Names) {
    this.#redis = redis;
    this.#names = names;
    this.#keyPrefix = redis.options.keyPrefix ?? '';
  }

  async create(stream: string, from: '0' | '$'): Promise<void> {
    try {
      await this.#redis.xgroup('CREATE', stream, this.#names.group, from, 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
    }
  }

  readParameters(
    streams: readonly string[],
    { count, blockingTimeout }: { readonly count: number; readonly blockingTimeout: number },
  ): (string | number)[] {
    const { group, consumer } = this.#names;
    const options = ['COUNT', count, 'BLOCK', blockingTimeout, 'STREAMS'];
    return ['GROUP', group, consumer, ...options, ...streams, ...streams.map(() => '>')];
  }

  toRows(reply: unknown): { stream: string; rows: GroupRow[] }[] {
    if (!Array.isArray(reply)) return [];
    return reply.map(([key, rows]) => ({
      stream: String(key).slice(this.#keyPrefix.length),
      rows: rows.map(toRow),
    }));
  }

  /** What this consumer was given before and has not acknowledged, from `afterId` on; some at a time. */
  async readOwn(stream: string, afterId: string): Promise<Delivered[]> {
    const { group, consumer } = this.#names;
    const options = ['COUNT', CLAIM_COUNT, 'STREAMS', stream, afterId];
    const reply = await this.#redis.callBuffer('XREADGROUP', 'GROUP', group, consumer, ...options);
    return this.#withDeliveries(stream, this.toRows(reply)[0]?.rows ?? []);
  }

  /** Take over what nobody has worked on for so long. */
  async claim(
    stream: string,
    idleMs: number,
    cursor: string,
  ): Promise<{ next: string; rows: Delivered[]; lost: string[] }> {
    const { group, consumer } = this.#names;
    const options = [idleMs, cursor, 'COUNT', CLAIM_COUNT];
    const reply = await this.#redis.callBuffer('XAUTOCLAIM', stream, group, consumer, ...options);
    // Redis 6.2 has no third part, and gives entries that were trimmed as nothing.
    const [next, rows, lost = []] = reply as [Buffer, unknown[], Buffer[]?];
    const there = rows.filter((row) => row !== null).map(toRow);
    return {
      next: String(next),
      rows: await this.#withDeliveries(stream, there),
      lost: lost.map(String),
    };
  }

  /** What is being worked on is not to be taken over by others. */
  async renew(stream: string, ids: readonly string[]): Promise<void> {
    const { group, consumer } = this.#names;
    if (ids.length > 0) await this.#redis.xclaim(stream, group, consumer, 0, ...ids, 'JUSTID');
  }

  async acknowledge(stream: string, ids: readonly string[]): Promise<void> {
    await this.#redis.xack(stream, this.#names.group, ...ids);
  }

  /** To the dead letters with where it came from; acknowledged after that, so that it may be there twice but never nowhere. */
  async putAside(stream: string, row: Delivered, reason: string): Promise<void> {
    const { group, consumer, deadLetter } = this.#names;
    const about = ['dead.stream', stream, 'dead.id', row.id, 'dead.group', group];
    const more = [
      'dead.consumer',
      consumer,
      'dead.deliveries',
      row.deliveries,
      'dead.reason',
      reason,
    ];
    const target = deadLetter(stream);
    await this.#redis.xadd(
      target,
      ...['MAXLEN', '~', DEAD_LENGTH, '*'],
      ...about,
      ...more,
      ...(row.fields ?? []),
    );
    await this.acknowledge(stream, [row.id]);
  }

  async #withDeliveries(stream: string, rows: readonly GroupRow[]): Promise<Delivered[]> {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return [];
    const { group, consumer } = this.#names;
    const range = [first.id, last.id, CLAIM_COUNT * 10, consumer] as const;
    const pending = (await this.#redis.xpending(stream, group, ...range)) as unknown[];
    const counts = new Map<string, number>();
    for (const each of pending) {
      if (Array.isArray(each)) counts.set(String(each[0]), Number(each[3]));
    }
    return rows.map((row) => ({ ...row, deliveries: counts.get(row.id) ?? 1 }));
  }
}

function toRow(row: unknown): GroupRow {
  const [id, fields] = row as [Buffer, Buffer[] | null];
  return { id: String(id), fields };
}
