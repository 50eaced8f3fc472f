import type { BudgetAnswer, BudgetAsk, BudgetOutcome, Budgets, Charge, Meter } from './budgets.ts';
import { LEASE_MS } from './budgets.ts';

/** Costs on one meter. */
type Counter = {
  /** What calls that are under way may cost, by their ids. */
  readonly open: Map<string, Spent>;
  /** What was spent, in the order in which it becomes free. */
  spent: Spent[];
  /** Of `spent` so many from the start are free already. */
  freed: number;
  sum: number;
  /** When nothing of it counts any more. */
  idleAtMs: number;
};
/** So many counters are worth a look at which of them count nothing any more. */
const FIRST_SWEEP = 1_000;

type Spent = { readonly cost: number; freeMs: number };

/** Budgets of this process alone. */
export function createMemoryBudgets({
  clock = () => new Date(),
}: {
  clock?: () => Date;
} = {}): Budgets {
  const counters = new Map<string, Counter>();
  let sweepAt = FIRST_SWEEP;
  const blocks = new Map<string, { setMs: number; untilMs: number }>();
  let lastId = 0;

  function restMs(key: string, nowMs: number): number {
    const block = blocks.get(key);
    if (!block) return 0;
    if (nowMs < block.setMs) {
      // The clock was set back: the block does not last longer for that.
      block.untilMs -= block.setMs - nowMs;
      block.setMs = nowMs;
    }
    if (block.untilMs <= nowMs) blocks.delete(key);
    return block.untilMs - nowMs;
  }

  function counterOf({ key, windowMs }: Meter, nowMs: number): Counter {
    const known = counters.get(key);
    const counter = known ?? { open: new Map(), spent: [], freed: 0, sum: 0, idleAtMs: 0 };
    counter.idleAtMs = nowMs + LEASE_MS + windowMs;
    if (!known) {
      counters.set(key, counter);
      sweep(nowMs);
    }
    free(counter, nowMs, windowMs);
    return counter;
  }

  /** Each character has counters of its own, and many come once. */
  function sweep(nowMs: number): void {
    if (counters.size < sweepAt) return;
    for (const [key, { idleAtMs }] of counters) if (idleAtMs <= nowMs) counters.delete(key);
    sweepAt = Math.max(counters.size * 2, FIRST_SWEEP);
  }

  return {
    async reserve({ blocks: keys, charges }: BudgetAsk): Promise<BudgetAnswer> {
      const nowMs = clock().getTime();
      for (const key of keys) {
        const waitMs = restMs(key, nowMs);
        if (waitMs > 0) return { ok: false, key, waitMs, isUnderWay: false };
      }
      for (const { meter, cost } of charges) {
        const counter = counterOf(meter, nowMs);
        if (counter.sum + cost <= meter.limit) continue;
        const waitMs = untilFree(counter, counter.sum + cost - meter.limit, nowMs, meter);
        return { ok: false, key: meter.key, waitMs, isUnderWay: counter.open.size > 0 };
      }
      lastId += 1;
      const id = String(lastId);
      for (const { meter, cost } of charges) {
        const counter = counterOf(meter, nowMs);
        counter.open.set(id, { cost, freeMs: nowMs + LEASE_MS + meter.windowMs });
        counter.sum += cost;
      }
      return { ok: true, id };
    },

    settle({ id, charges, used = [], blocks: rests = [] }: BudgetOutcome): void {
      const nowMs = clock().getTime();
      for (const { meter, cost } of charges) {
        const counter = counterOf(meter, nowMs);
        const reserved = counter.open.get(id);
        if (!reserved) continue;
        counter.open.delete(id);
        counter.sum -= reserved.cost;
        spend(counter, { meter, cost }, nowMs);
      }
      for (const { meter, cost } of used) {
        const counter = counterOf(meter, nowMs);
        spend(counter, { meter, cost: cost - counter.sum }, nowMs);
      }
      for (const { key, forMs } of rests) {
        if (restMs(key, nowMs) < forMs) blocks.set(key, { setMs: nowMs, untilMs: nowMs + forMs });
      }
    },
  };
}

function spend(counter: Counter, { meter, cost }: Charge, nowMs: number): void {
  if (cost <= 0) return;
  counter.spent.push({ cost, freeMs: nowMs + meter.windowMs });
  counter.sum += cost;
}

/** Give back what is older than the window, and what was reserved by calls that cannot run any more. */
function free(counter: Counter, nowMs: number, windowMs: number): void {
  for (;;) {
    const first = counter.spent[counter.freed];
    // A clock that was set back must not keep it for longer than a window.
    if (first && first.freeMs > nowMs + windowMs) rewind(counter, nowMs, windowMs);
    if (!first || first.freeMs > nowMs) break;
    counter.sum -= first.cost;
    counter.freed += 1;
  }
  if (counter.freed > 1_000 && counter.freed > counter.spent.length / 2) {
    counter.spent = counter.spent.slice(counter.freed);
    counter.freed = 0;
  }
  for (const [id, { cost, freeMs }] of counter.open) {
    // The oldest comes first, and holds as long as any.
    if (freeMs > nowMs) break;
    counter.open.delete(id);
    counter.sum -= cost;
  }
}

function rewind(counter: Counter, nowMs: number, windowMs: number): void {
  for (const entry of counter.spent) entry.freeMs = Math.min(entry.freeMs, nowMs + windowMs);
  for (const entry of counter.open.values()) {
    entry.freeMs = Math.min(entry.freeMs, nowMs + LEASE_MS + windowMs);
  }
}

/** When so much becomes free; a call that is under way counts for a window after it has ended. */
function untilFree(counter: Counter, needed: number, nowMs: number, { windowMs }: Meter): number {
  let found = 0;
  for (let index = counter.freed; index < counter.spent.length; index += 1) {
    const entry = counter.spent[index];
    found += entry?.cost ?? 0;
    if (entry && found >= needed) return entry.freeMs - nowMs;
  }
  return windowMs;
}
