/**
 * The life of a quote as a pilot and a trader live it, and what design and glossary say must come of
 * it: for a property that runs random lives against the real thing.
 *
 * @module
 */
import fc from 'fast-check';
import type { QuoteState } from '../states.ts';

/** The whole of a quote; a contract of 2 delivers half of it. */
export const WHOLE = 4;
export const WINDOW_HOURS = 72;

/** A contract in the game. */
export type Deal = {
  readonly id: number;
  /** Quarters of the quote, items and ISK alike. */
  readonly size: number;
  /** Somebody else's, who has read the code. */
  readonly isStrangers: boolean;
  readonly issuedAtHours: number;
  readonly runsOutAtHours: number;
  fate: 'waiting' | 'accepted' | 'rejected' | 'deleted';
  endedAtHours: number;
};

export type Life = {
  hours: number;
  state: QuoteState;
  /** Quarters paid. */
  paid: number;
  readonly deals: Deal[];
  /** Those that are paid, and of those that wait those that the trader is told to be right, by id. */
  readonly paidIds: Set<number>;
  toldIds: ReadonlySet<number>;
};

/** The real thing, as far as a life touches it. */
export type QuoteSystem = {
  make(deal: Deal): Promise<void> | void;
  end(deal: Deal): Promise<void> | void;
  wait(hours: number): Promise<void> | void;
  cancel(): Promise<void> | void;
  read(): Promise<Outcome> | Outcome;
};
export type Outcome = { readonly state: QuoteState; readonly paid: number };

/** A quote in its first hour. */
export function startLife(): Life {
  return {
    hours: 0,
    state: 'open',
    paid: 0,
    deals: [],
    paidIds: new Set(),
    toldIds: new Set(),
  };
}

/** One step of a life: the pilot, the trader or the clock. */
export function lifeCommands(maxCommands: number) {
  const anyDeal = fc.nat(5);
  const anyMake = fc
    .record({
      size: fc.constantFrom(4, 4, 2, 2, 2, 2, 1, 3, 5),
      isStrangers: fc.constantFrom(false, false, false, true),
      days: fc.constantFrom(1, 14),
      lateHours: fc.constantFrom(0, 0, 30),
    })
    .map((offer) => new Make(offer));
  const anyAccepted = anyDeal.map((pick) => new End(pick, 'accepted'));
  return fc.commands<Life, QuoteSystem, boolean>(
    [
      // As often as they stand here. A quote that is given up has no life left, so few are.
      anyMake,
      anyMake,
      anyAccepted,
      anyAccepted,
      anyDeal.map((pick) => new End(pick, 'rejected')),
      anyDeal.map((pick) => new End(pick, 'deleted')),
      fc
        .constantFrom(1, 1, 1, 1, 10, 10, 10, 10, 25, 25, 25, 48, 48, 0)
        .map((hours) => (hours === 0 ? new Cancel() : new Wait(hours))),
    ],
    { maxCommands, size: 'max' },
  );
}

abstract class Step implements fc.AsyncCommand<Life, QuoteSystem> {
  abstract check(life: Readonly<Life>): boolean;
  abstract act(life: Life, system: QuoteSystem): Promise<void>;
  abstract toString(): string;

  async run(life: Life, system: QuoteSystem): Promise<void> {
    await this.act(life, system);
    liveOn(life);
    const outcome = await system.read();
    if (outcome.state !== life.state || outcome.paid !== life.paid) {
      throw new Error(
        `After ${this}: is ${outcome.state} with ${outcome.paid} quarters paid, should be ${life.state} with ${life.paid}`,
      );
    }
  }
}

class Make extends Step {
  readonly offer: { size: number; isStrangers: boolean; days: number; lateHours: number };
  constructor(offer: { size: number; isStrangers: boolean; days: number; lateHours: number }) {
    super();
    this.offer = offer;
  }
  check(life: Readonly<Life>) {
    return life.deals.length < 6;
  }
  async act(life: Life, system: QuoteSystem) {
    const { size, isStrangers, days, lateHours } = this.offer;
    // Made so long before it is first seen.
    const issuedAtHours = Math.max(0, life.hours - lateHours);
    const deal: Deal = {
      id: life.deals.length + 1,
      size,
      isStrangers,
      issuedAtHours,
      runsOutAtHours: issuedAtHours + days * 24,
      fate: 'waiting',
      endedAtHours: Number.POSITIVE_INFINITY,
    };
    life.deals.push(deal);
    await system.make(deal);
  }
  toString() {
    return `make ${JSON.stringify(this.offer)}`;
  }
}

class End extends Step {
  readonly pick: number;
  readonly fate: 'accepted' | 'rejected' | 'deleted';
  constructor(pick: number, fate: 'accepted' | 'rejected' | 'deleted') {
    super();
    this.pick = pick;
    this.fate = fate;
  }
  check(life: Readonly<Life>) {
    const deal = life.deals[this.pick];
    return deal !== undefined && canEnd(life, deal);
  }
  async act(life: Life, system: QuoteSystem) {
    const deal = life.deals[this.pick];
    if (!deal) throw new Error('Nothing to end');
    deal.fate = this.fate;
    deal.endedAtHours = life.hours;
    await system.end(deal);
  }
  toString() {
    return `${this.fate} ${this.pick + 1}`;
  }
}

class Wait extends Step {
  readonly hours: number;
  constructor(hours: number) {
    super();
    this.hours = hours;
  }
  check() {
    return true;
  }
  async act(life: Life, system: QuoteSystem) {
    life.hours += this.hours;
    await system.wait(this.hours);
  }
  toString() {
    return `wait ${this.hours} h`;
  }
}

class Cancel extends Step {
  check(life: Readonly<Life>) {
    return life.state === 'open';
  }
  async act(life: Life, system: QuoteSystem) {
    life.state = 'cancelled';
    await system.cancel();
  }
  toString() {
    return 'cancel';
  }
}

/** EVE lets nobody accept or reject what has run out. */
function canEnd(life: Readonly<Life>, deal: Deal): boolean {
  return deal.fate === 'waiting' && deal.runsOutAtHours > life.hours;
}

/** What design and glossary say comes next, from all that is up or was accepted. */
function liveOn(life: Life): void {
  if (life.state === 'completed' || life.state === 'cancelled') return;
  const right = life.deals.filter(
    ({ isStrangers, issuedAtHours }) => !isStrangers && issuedAtHours <= WINDOW_HOURS,
  );
  const isUnpaid = ({ id }: Deal) => !life.paidIds.has(id);
  const isTold = ({ id }: Deal) => life.toldIds.has(id);
  const accepted = right
    .filter((deal) => deal.fate === 'accepted' && isUnpaid(deal))
    .toSorted((a, b) => a.endedAtHours - b.endedAtHours || a.id - b.id);
  // Quarters that are paid as soon as EVE shows that nobody accepted what was told to be right.
  let due = 0;
  for (const deal of [...accepted.filter(isTold), ...accepted.filter((each) => !isTold(each))]) {
    const there = right.filter(
      (other) =>
        isUnpaid(other) &&
        (other.fate === 'accepted' || canEnd(life, other)) &&
        other.issuedAtHours <= deal.endedAtHours,
    );
    const deliveries = deliveriesOf(there, life);
    const told = deliveries.filter((delivery) => delivery.every(isTold));
    const rivals = told.length > 0 ? told : deliveries;
    const isRight =
      isTold(deal) || rivals.length === 0 || rivals.some((each) => each.includes(deal));
    if (!isRight || deal.size > WHOLE - life.paid) continue;
    const isFree = (others: readonly Deal[]) =>
      isTold(deal) || deal.size <= roomBeside(heldOf(others, life), life);
    if (!isFree(right.filter(isUnpaid))) {
      if (isFree(there)) due += deal.size;
      continue;
    }
    life.paidIds.add(deal.id);
    life.paid += deal.size;
  }

  const waiting = right.filter((deal) => canEnd(life, deal));
  const held = heldOf(waiting, life);
  const deliveries = deliveriesOf(waiting, { ...life, paid: life.paid + due });
  const [first = []] = deliveries;
  const chosen = held.every((deal) => first.includes(deal)) ? first : [];
  life.toldIds = new Set(chosen.map(({ id }) => id));
  const isHeld = chosen.length > 0 || held.length > 0;
  if (life.paid === WHOLE) life.state = 'completed';
  else if (isHeld) life.state = life.paid > 0 ? 'partly-completed' : 'contracted';
  else if (life.hours > WINDOW_HOURS) life.state = 'expired';
  else life.state = life.paid > 0 ? 'partly-completed' : 'open';
}

/** What waits of which the trader was told last: he may have accepted it since. */
function heldOf(deals: readonly Deal[], life: Life): readonly Deal[] {
  const told = deals.filter((deal) => canEnd(life, deal) && life.toldIds.has(deal.id));
  return told.filter(({ size }) => size <= WHOLE - life.paid);
}

function roomBeside(held: readonly Deal[], { paid }: Life): number {
  return WHOLE - paid - held.reduce((sum, { size }) => sum + size, 0);
}

/** All that deliver what is left: those of which the trader was told first, else in their order. */
function deliveriesOf(deals: readonly Deal[], { paid, toldIds }: Life): (readonly Deal[])[] {
  if (paid === WHOLE) return [];
  const wholes = paid === 0 ? deals.filter(({ size }) => size === WHOLE) : [];
  const parts = thatFit(deals, paid, toldIds);
  const isTold = (delivery: readonly Deal[]) => delivery.every(({ id }) => toldIds.has(id));
  const lastOf = (delivery: readonly Deal[]) => delivery.toSorted(byIssue).at(-1);
  return [...wholes.map((whole) => [whole]), ...(isFilled(parts, paid) ? [parts] : [])].toSorted(
    (a, b) => {
      const [lastOfA, lastOfB] = [lastOf(a), lastOf(b)];
      const byTold = Number(isTold(b)) - Number(isTold(a));
      return byTold || (lastOfA && lastOfB ? byIssue(lastOfA, lastOfB) : 0);
    },
  );
}

/** Parts for which there is room: those of which the trader was told, then in the order of their making. */
function thatFit(waiting: readonly Deal[], paid: number, toldIds: ReadonlySet<number>): Deal[] {
  let room = WHOLE - paid;
  return waiting
    .toSorted((a, b) => Number(toldIds.has(b.id)) - Number(toldIds.has(a.id)) || byIssue(a, b))
    .filter(({ size }) => {
      if (size === WHOLE || size > room) return false;
      room -= size;
      return true;
    });
}

function byIssue(a: Deal, b: Deal): number {
  return a.issuedAtHours - b.issuedAtHours || a.id - b.id;
}

function isFilled(parts: readonly Deal[], paid: number): boolean {
  return paid + parts.reduce((sum, { size }) => sum + size, 0) === WHOLE;
}
