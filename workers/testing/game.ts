/**
 * Contracts for Veldspar as people make and accept them in the game, and as EVE lists them.
 *
 * @module
 */
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { claimGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { keepVeldspar, keepWalk, servedContract } from './keep-served.ts';
import { quoteOf, settlementsOf } from './look.ts';
import { PILOT_ID, type Stage, TRADER_ID } from './stage.ts';

/** Of 10,000 units, hundredths of ISK. */
export const PRICE = 100_000_000n;

const NEVER = new AbortController().signal;

export type Offer = { units: number; issuerId?: number; price?: bigint; dateExpired?: Date };

export class Game {
  /** What EVE lists. */
  listed: MatchContract[] = [];
  readonly #stage: Stage;
  readonly #unitsOf = new Map<number, number>();
  #nextId = 900_000_000;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** In EVE from now on, at the quoted price. */
  readonly offer = (title: string, { units, ...rest }: Offer): MatchContract => {
    this.#nextId += 1;
    this.#stage.later(1_000);
    const contract = servedContract(this.#stage, {
      issuerId: PILOT_ID,
      price: (PRICE * BigInt(units)) / 10_000n,
      ...rest,
      contractId: this.#nextId,
      title,
    });
    this.listed.push(contract);
    this.#unitsOf.set(contract.contractId, units);
    return contract;
  };

  readonly accept = ({ contractId }: MatchContract): void => {
    const done = { status: 'finished', acceptorId: TRADER_ID, dateCompleted: this.#stage.now() };
    this.listed = this.listed.map((each) =>
      each.contractId === contractId ? { ...each, ...done } : each,
    );
  };

  readonly remove = ({ contractId }: MatchContract): void => {
    this.listed = this.listed.filter((each) => each.contractId !== contractId);
  };

  /**
   * A poll, and all that follows from it.
   *
   * @param container Of the worker that matches what was read.
   */
  readonly look = async (container = this.#stage.container): Promise<void> => {
    this.#stage.later(1_000);
    await keepWalk(this.#stage, this.listed);
    const ids = this.listed.map(({ contractId }) => contractId);
    await keepVeldspar(this.#stage, new Map(ids.map((id) => [id, this.#unitsOf.get(id) ?? 0])));
    await matchPending(container, NEVER);
  };

  /** A poll, and what the clock alone does after it: so nothing waits any more but for the next one. */
  readonly settle = async (): Promise<void> => {
    await this.look();
    await maintainContracts(this.#stage.container, NEVER);
  };

  /** As the guest's browser does that made the quote. */
  readonly signInGuest = async (quoteId: string, accountId: string): Promise<void> => {
    const { claimHash } = await quoteOf(this.#stage, quoteId);
    if (!claimHash) throw new Error('No guest');
    await claimGuestQuotes(this.#stage.container, { accountId, claimHash }, this.#stage.now());
  };

  readonly verdicts = (...contracts: readonly MatchContract[]) =>
    Promise.all(contracts.map(({ contractId }) => this.#stage.verdict(contractId)));

  /** Hundredths of ISK, by part. */
  readonly paid = async (quoteId: string): Promise<bigint[]> => {
    const settlements = await settlementsOf(this.#stage, quoteId);
    return settlements.toSorted((a, b) => a.part - b.part).map(({ amount }) => amount);
  };
}
