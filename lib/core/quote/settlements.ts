import type { Relation, VerdictKind } from '#lib/core/matching/finding.ts';

/** A quote, or a part of it, paid by one accepted contract. */
export type SettlementPart = {
  readonly contractId: number;
  /** Counted from 1 within the quote. */
  readonly part: number;
  /** Hundredths of ISK. */
  readonly amount: bigint;
};

/** A contract of the quote, as far as money is concerned. */
export type SettlingContract = {
  readonly contractId: number;
  readonly status: string;
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  /** "I will receive", hundredths of ISK; absent means 0. */
  readonly price?: bigint;
  /** Of a part: what it is worth of the quote's total, hundredths of ISK. */
  readonly partValue?: bigint;
  readonly dateCompleted?: Date;
  readonly dateIssued: Date;
};

/**
 * Which settlements are still to be written.
 *
 * Every accepted contract that is valid and names the quote settles what the trader paid for it, but
 * never more than it is worth, nor than is left of the quote's total, in the order in which the contracts were accepted.
 * Contracts that are settled already are left alone, so asking twice writes nothing twice.
 *
 * @param total The quote's, hundredths of ISK.
 * @param settled What is written already, in any order.
 * @returns New parts only, numbered on from the highest one written.
 */
export function settlementsFor(
  total: bigint,
  contracts: readonly SettlingContract[],
  settled: readonly SettlementPart[],
): SettlementPart[] {
  const doneIds = new Set(settled.map(({ contractId }) => contractId));
  let left = settled.reduce((rest, { amount }) => rest - amount, total);
  let part = settled.reduce((highest, each) => Math.max(highest, each.part), 0);

  const parts: SettlementPart[] = [];
  for (const { contractId, price = 0n, partValue = total } of contracts
    .filter(isSettling)
    .sort(byAcceptance)) {
    const amount = smallerOf(smallerOf(price, partValue), left);
    if (amount <= 0n || doneIds.has(contractId)) continue;
    doneIds.add(contractId);
    left -= amount;
    part += 1;
    parts.push({ contractId, part, amount });
  }
  return parts;
}

function smallerOf(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function isSettling({ status, verdict, relation }: SettlingContract): boolean {
  return status.startsWith('finished') && verdict === 'valid' && relation === 'named';
}

function byAcceptance(a: SettlingContract, b: SettlingContract): number {
  const at = (contract: SettlingContract) => contract.dateCompleted ?? contract.dateIssued;
  return at(a).getTime() - at(b).getTime() || a.contractId - b.contractId;
}
