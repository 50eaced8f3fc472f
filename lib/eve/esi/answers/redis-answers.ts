import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AnswerBody, AnswerHead, Answers, KeptAnswer } from './answers.ts';
import { createMemoryAnswers } from './memory-answers.ts';
import { orNothing } from './or-nothing.ts';
import { type Ahead, createRedisAhead } from './redis-ahead.ts';

/** Of a client of Redis, ioredis for one. */
export type AnswersRedis = {
  hget(key: string, field: string): Promise<string | null>;
  hmget(key: string, ...fields: string[]): Promise<(string | null)[]>;
  time(): Promise<unknown>;
  multi(): AnswersPipeline;
};
type AnswersPipeline = {
  hset(key: string, fields: Record<string, string>): AnswersPipeline;
  pexpire(key: string, ms: number): AnswersPipeline;
  exec(): Promise<unknown>;
};

export type RedisAnswersOptions = {
  readonly redis: AnswersRedis;
  readonly prefix?: string;
  /** In front: what stands there is not parsed again as long as Redis has the same body. */
  readonly memory?: Answers;
  /** How long Redis is waited for before it counts as away, as long as for budgets. 2 s by default. */
  readonly timeoutMs?: number;
  /** A longer text is kept in memory alone. 4 MiB by default. */
  readonly maxTextLength?: number;
  /** This process's own, which need not be that of others. */
  readonly clock?: () => Date;
  /** Redis's own by default, which is the same for all processes. For tests that move the time. */
  readonly redisClock?: () => Date;
};

/** After it has expired an answer is kept for its ETag. */
const KEPT_FOR_ETAG_MS = 86_400_000;

const date = z.iso.datetime().transform((text) => new Date(text));
const headSchema = z.object({
  body: z.string(),
  status: z.int(),
  etag: z.string().nullable(),
  lastModified: date.nullable(),
  fetchedAt: date,
  readAt: date,
  expiresAt: date,
  pages: z.int(),
  requestId: z.string().nullable(),
});
type Stored = z.output<typeof headSchema>;

/** Answers that all processes with this Redis share, each with its own memory in front. */
export function createRedisAnswers({
  redis,
  prefix = '{esi}:answer',
  memory = createMemoryAnswers(),
  timeoutMs = 2_000,
  maxTextLength = 4 * 1024 * 1024,
  clock = () => new Date(),
  redisClock,
}: RedisAnswersOptions): Answers {
  /** Names of the bodies in memory. */
  const bodies = new WeakMap<AnswerHead, string>();
  const keyOf = (key: string) => `${prefix}:${key}`;

  // The times of a head are Redis's there, and ours here. Where they are not known to the millisecond, an answer
  // lasts a little longer, both ways: nobody may ask before it expires.
  const readAhead = redisClock
    ? async () => sureAhead(redisClock().getTime() - clock().getTime())
    : createRedisAhead({ redis, clock, timeoutMs });

  async function keep(key: string, head: AnswerHead, fields: { body: string; text?: string }) {
    bodies.set(head, fields.body);
    const ahead = await readAhead();
    if (ahead === null) return;
    const leftMs = Math.max(head.expiresAt.getTime() - clock().getTime(), 0);
    const { text, body } = fields;
    const written = {
      head: JSON.stringify({ ...shift(head, ahead.atMostMs), body }),
      // Another process may write its head between the two: a text belongs to the head that names it alone.
      ...(text !== undefined && { text: `${body} ${text}` }),
    };
    const pipeline = redis
      .multi()
      .hset(keyOf(key), written)
      .pexpire(keyOf(key), leftMs + KEPT_FOR_ETAG_MS);
    await orNothing(pipeline.exec(), timeoutMs);
  }

  async function read(key: string, ...fields: readonly string[]) {
    const [ahead, said] = await Promise.all([
      readAhead(),
      orNothing(redis.hmget(keyOf(key), ...fields), timeoutMs),
    ]);
    const stored = readHead(said?.[0]);
    if (!stored || ahead === null) return null;
    const { body, ...head } = stored;
    return { body, head: shift(head, -ahead.atLeastMs), text: said?.[1] ?? null };
  }

  function toKept(key: string, head: AnswerHead, body: string, text: string): KeptAnswer {
    let held: { data: unknown } | null = null;
    bodies.set(head, body);
    return {
      head,
      read(parse) {
        held ??= { data: parse(text) };
        void memory.set(key, head, { text, data: held.data });
        return held.data;
      },
    };
  }

  return {
    async get(key) {
      const own = await memory.get(key);
      if (own && own.head.expiresAt > clock()) return own;
      const stored = await (own ? read(key, 'head') : read(key, 'head', 'text'));
      if (!stored) return own;
      const { body, head } = stored;
      if (own && bodies.get(own.head) === body) {
        bodies.set(head, body);
        await memory.renew(key, head);
        return { ...own, head };
      }
      const other = stored.text ?? (await orNothing(redis.hget(keyOf(key), 'text'), timeoutMs));
      const mark = `${body} `;
      return other?.startsWith(mark) ? toKept(key, head, body, other.slice(mark.length)) : own;
    },

    async set(key, head, answer: AnswerBody) {
      await memory.set(key, head, answer);
      if (answer.text.length > maxTextLength) return;
      await keep(key, head, { body: randomUUID(), text: answer.text });
    },

    async renew(key, head) {
      const own = await memory.get(key);
      const body = own && bodies.get(own.head);
      await memory.renew(key, head);
      if (body !== undefined) await keep(key, head, { body });
    },
  };
}

function readHead(said: unknown): Stored | null {
  if (typeof said !== 'string') return null;
  try {
    return headSchema.safeParse(JSON.parse(said)).data ?? null;
  } catch {
    return null;
  }
}

function sureAhead(ms: number): Ahead {
  return { atLeastMs: ms, atMostMs: ms };
}

function shift<Head extends AnswerHead>(head: Head, byMs: number): Head {
  const { fetchedAt, readAt, expiresAt } = head;
  return {
    ...head,
    fetchedAt: new Date(fetchedAt.getTime() + byMs),
    readAt: new Date(readAt.getTime() + byMs),
    expiresAt: new Date(expiresAt.getTime() + byMs),
  };
}
