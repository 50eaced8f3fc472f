import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { EsiBudgetsError } from '../errors.ts';
import type { BudgetAnswer, BudgetAsk, BudgetOutcome, Budgets, Charge, Meter } from './budgets.ts';
import { BUDGETS_SCRIPT } from './budgets-script.ts';
import { createMemoryBudgets } from './memory-budgets.ts';

/** Of a client of Redis, ioredis for one. */
export type BudgetsRedis = {
  evalsha(sha: string, keys: number, ...values: string[]): Promise<unknown>;
  eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
};

export type RedisBudgetsOptions = {
  readonly redis: BudgetsRedis;
  /** Before all keys. What stands in braces puts them into one slot of a cluster. */
  readonly prefix?: string;
  /** How long an answer of Redis is waited for. 2 s by default. */
  readonly timeoutMs?: number;
  /** Redis's own by default, which is the same for all processes. For tests. */
  readonly clock?: () => Date;
};
/** A reservation here and in Redis. */
type Open = { readonly ownId: string; readonly reserved: ReadonlyMap<string, number> };

const SHA = createHash('sha1').update(BUDGETS_SCRIPT).digest('hex');
/** Where what was asked for does not fit into one call any more. */
const MOST_AT_ONCE = 200;

const answersSchema = z.array(z.tuple([z.int(), z.int(), z.int()]));

type Reserve = {
  readonly id: string;
  readonly blocks: readonly string[];
  readonly charges: readonly Charge[];
  readonly resolve: (answer: BudgetAnswer) => void;
  readonly reject: (error: Error) => void;
};
type Settle = {
  readonly outcome: BudgetOutcome;
  /** Cost that was reserved of each meter. */
  readonly reserved: ReadonlyMap<string, number>;
};
type Task = Reserve | Settle;
/** What of one call's keys stands at which number, of Lua: the first is 1. */
type Numbers = {
  meter(meter: Meter): number;
  block(name: string): number;
};

/**
 * Budgets that all processes with this Redis share.
 *
 * What is asked for while the answers of one round come in goes to Redis in one call. What this process has
 * spent and been told it remembers itself as well, for a Redis that is emptied.
 */
export function createRedisBudgets({
  redis,
  prefix = '{esi}',
  timeoutMs = 2_000,
  clock,
}: RedisBudgetsOptions): Budgets {
  const process = randomUUID();
  let lastId = 0;
  const waiting: Task[] = [];
  const open = new Map<string, Open>();
  const own = createMemoryBudgets(clock ? { clock } : {});

  function enqueue(task: Task): void {
    waiting.push(task);
    if (waiting.length === 1) setImmediate(flush);
  }

  function flush(): void {
    const tasks = waiting.splice(0);
    for (let start = 0; start < tasks.length; start += MOST_AT_ONCE) {
      void send(tasks.slice(start, start + MOST_AT_ONCE));
    }
  }

  async function send(tasks: readonly Task[]): Promise<void> {
    const { meters, blocks, numbers } = countKeys();
    const asks = tasks.map((task) => write(task, numbers));
    const told = [...meters.map(({ key }) => key), ...blocks];
    const limits = meters.flatMap(({ limit, windowMs }) => [limit, windowMs]);
    // A meter that is full may rest, too, by the same name.
    const keys = [
      ...meters.map(({ key }) => `${prefix}:meter:${key}`),
      ...blocks.map((name) => `${prefix}:rest:${name}`),
    ];
    const now = clock ? String(clock().getTime()) : '';
    const running = run(redis, keys, [JSON.stringify([limits, asks]), now]);
    try {
      const answers = answersSchema.parse(await within(timeoutMs, running));
      for (const [index, task] of tasks.entries()) {
        const [key = 0, waitMs = 0, underWay = 0] = answers[index] ?? [];
        if ('outcome' in task) continue;
        if (key > 0) {
          task.resolve({ ok: false, key: told[key - 1] ?? '', waitMs, isUnderWay: underWay > 0 });
        } else {
          task.resolve({ ok: true, id: task.id });
        }
      }
    } catch (cause) {
      const error = new EsiBudgetsError({ cause });
      for (const task of tasks) if ('reject' in task) task.reject(error);
      // Redis may do it all the same once it can: what nobody waits for any more is given back then.
      running.then(
        () => void tasks.forEach(giveBack),
        () => {},
      );
    }
  }

  function giveBack(task: Task): void {
    if (!('reject' in task)) return;
    const { id, charges } = task;
    enqueue({ outcome: { id, charges: charges.map(toNothing) }, reserved: costsOf(charges) });
  }

  function reserveShared(id: string, { blocks, charges }: BudgetAsk): Promise<BudgetAnswer> {
    return new Promise((resolve, reject) => {
      enqueue({ id, blocks, charges, resolve, reject });
    });
  }

  return {
    async reserve(ask: BudgetAsk): Promise<BudgetAnswer> {
      lastId += 1;
      const id = `${process}:${lastId}`;
      const here = await own.reserve(ask);
      const nothing = ask.charges.map(toNothing);
      let shared: BudgetAnswer | null = null;
      try {
        shared = await reserveShared(id, ask);
      } finally {
        if (here.ok && !shared?.ok) own.settle({ id: here.id, charges: nothing });
      }
      if (!shared.ok) return shared;
      const reserved = costsOf(ask.charges);
      if (here.ok) {
        open.set(id, { ownId: here.id, reserved });
        return shared;
      }
      enqueue({ outcome: { id, charges: nothing }, reserved });
      return here;
    },
    settle(outcome: BudgetOutcome): void {
      const { ownId = '', reserved = new Map<string, number>() } = open.get(outcome.id) ?? {};
      open.delete(outcome.id);
      own.settle({ ...outcome, id: ownId });
      enqueue({ outcome, reserved });
    },
  };
}

function toNothing({ meter }: Charge): Charge {
  return { meter, cost: 0 };
}

function costsOf(charges: readonly Charge[]): ReadonlyMap<string, number> {
  return new Map(charges.map(({ meter, cost }) => [meter.key, cost]));
}

function countKeys(): { meters: Meter[]; blocks: string[]; numbers: Numbers } {
  const meters: Meter[] = [];
  const blocks: string[] = [];
  return {
    meters,
    blocks,
    numbers: {
      meter({ key, limit, windowMs }) {
        // A limit may change: then a meter is there by both.
        const at = meters.findIndex(
          (other) => other.key === key && other.limit === limit && other.windowMs === windowMs,
        );
        return at < 0 ? meters.push({ key, limit, windowMs }) : at + 1;
      },
      block(name) {
        const at = blocks.indexOf(name);
        return at < 0 ? blocks.push(name) : at + 1;
      },
    },
  };
}

/** As the script reads it. */
function write(task: Task, { meter, block }: Numbers): unknown[] {
  if (!('outcome' in task)) {
    const charges = task.charges.flatMap((charge) => [meter(charge.meter), charge.cost]);
    return [task.id, task.blocks.map(block), charges];
  }
  const { id, charges, used = [], blocks = [] } = task.outcome;
  return [
    id,
    charges.flatMap((charge) => [
      meter(charge.meter),
      charge.cost,
      task.reserved.get(charge.meter.key) ?? 0,
    ]),
    used.flatMap((charge) => [meter(charge.meter), charge.cost]),
    blocks.flatMap(({ key, forMs }) => [block(key), Math.ceil(forMs)]),
  ];
}

async function run(
  redis: BudgetsRedis,
  keys: readonly string[],
  values: readonly string[],
): Promise<unknown> {
  try {
    return await redis.evalsha(SHA, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.eval(BUDGETS_SCRIPT, keys.length, ...keys, ...values);
  }
}

async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not answer in ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
