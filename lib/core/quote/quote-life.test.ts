import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import type { MatchInput, OtherContract } from '#lib/core/matching/match-input.ts';
import { at, STRANGER, scene } from '#lib/core/matching/testing/scene.ts';
import { quoteMovesDue } from './next-state.ts';
import { type SettlementPart, settlementsFor } from './settlements.ts';
import { canMove, type QuoteState } from './states.ts';
import {
  type Deal,
  lifeCommands,
  type QuoteSystem,
  startLife,
  WHOLE,
} from './testing/life-model.ts';

const isLong = process.env.LONG_RUN === '1';
vi.setConfig({ testTimeout: isLong ? 3_600_000 : 60_000 });

const HOUR_MS = 3_600_000;
const START = at('2026-11-20T10:00:00Z');
const QUARTER = 25_000_000n;

test('whatever pilot and trader do, a quote lives as its table of states says', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(lifeCommands(60), async (commands) => {
      await fc.asyncModelRun(() => ({ model: startLife(), real: createSystem(seen) }), commands);
    }),
    { numRuns: isLong ? 50_000 : 1_000 },
  );

  expect([...seen].toSorted()).toEqual([
    'contracted → completed',
    'contracted → expired',
    'contracted → open',
    'contracted → partly-completed',
    'expired → contracted',
    'open → cancelled',
    'open → contracted',
    'open → expired',
    'partly-completed → completed',
    'partly-completed → expired',
  ]);
});

/** Matcher, settlements and moves put together as the worker does, without a database. */
function createSystem(seen: Set<string>): QuoteSystem {
  let nowMs = START.getTime();
  let state: QuoteState = 'open';
  const settled: SettlementPart[] = [];
  const deals: Deal[] = [];
  let toldIds: ReadonlySet<number> = new Set();

  const move = (to: QuoteState) => {
    expect(`${state} → ${to}`).toSatisfy(() => canMove(state, to));
    seen.add(`${state} → ${to}`);
    state = to;
  };
  const bringOn = () => {
    const now = new Date(nowMs);
    const paidIds = new Set(settled.map(({ contractId }) => contractId));
    const shown = deals.filter(({ fate }) => fate !== 'deleted').map(toContract);
    const others = shown.map((other) => ({
      ...other,
      isSettled: paidIds.has(other.contract.contractId),
      isPromised: toldIds.has(other.contract.contractId),
    }));
    const facts = others.map(({ contract, items, isPromised }) => {
      const input = inputOf(state, now, { contract, items, isPromised }, others);
      const { verdict, relation } = matchContract(input);
      // What is settled is never matched again.
      const isPaid = paidIds.has(contract.contractId);
      return {
        ...contract,
        verdict: isPaid ? ('valid' as const) : verdict,
        relation,
        isLossUnseen: isPromised && contract.status === 'outstanding',
        isGone: false,
      };
    });
    toldIds = new Set(
      facts
        .filter(({ status, verdict }) => status === 'outstanding' && verdict === 'valid')
        .map(({ contractId }) => contractId),
    );
    settled.push(...settlementsFor(QUARTER * BigInt(WHOLE), facts, settled));
    const settledTotal = settled.reduce((sum, { amount }) => sum + amount, 0n);
    const { quote } = scene();
    const isDelivered = settledTotal === QUARTER * BigInt(WHOLE);
    const due = { ...quote, state, settledTotal, isDelivered, contracts: facts };
    for (const to of quoteMovesDue(due, now)) move(to);
  };

  return {
    make(deal) {
      deals.push(deal);
      bringOn();
    },
    end: bringOn,
    wait(hours) {
      nowMs += hours * HOUR_MS;
      bringOn();
    },
    cancel() {
      move('cancelled');
      bringOn();
    },
    read: () => ({
      state,
      paid: Number(settled.reduce((sum, { amount }) => sum + amount, 0n) / QUARTER),
    }),
  };
}

function inputOf(
  state: QuoteState,
  now: Date,
  subject: OtherContract,
  shown: readonly OtherContract[],
): MatchInput {
  return { ...scene({ quote: { state }, now }), ...subject, otherContracts: shown };
}

const STATUSES = {
  waiting: 'outstanding',
  accepted: 'finished',
  rejected: 'rejected',
  deleted: 'deleted',
} as const;

function toContract(deal: Deal): OtherContract {
  const { contract, items } = scene({
    items: [`gives ${2_500 * deal.size} Veldspar`, `gives ${125 * deal.size} Scordite`],
    price: String(250_000 * deal.size),
    contract: {
      status: STATUSES[deal.fate],
      dateIssued: new Date(START.getTime() + deal.issuedAtHours * HOUR_MS),
      dateExpired: new Date(START.getTime() + deal.runsOutAtHours * HOUR_MS),
      ...(deal.isStrangers && { issuerId: STRANGER }),
      ...(deal.fate === 'accepted' && {
        dateCompleted: new Date(START.getTime() + deal.endedAtHours * HOUR_MS),
      }),
    },
  });
  return { contract: { ...contract, contractId: 200_000_000 + deal.id }, items };
}
