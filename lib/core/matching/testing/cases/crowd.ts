/**
 * Contracts that stand beside others for one quote.
 *
 * @module
 */
import { at, type SceneChange, STRANGER } from '../scene.ts';
import { PARTS } from './case.ts';

export const GUESTS = { issuerIds: [] };
export const EARLIER = { dateIssued: at('2026-11-20T10:30:00Z') };

/** Of a guest's quote, made at this time of the day. */
export function strangersHalves(time: string, firstStatus = 'outstanding') {
  const dateIssued = at(`2026-11-20T${time}:00Z`);
  return PARTS.map((part, i) => ({
    ...part,
    contract: {
      contractId: 21 + i,
      issuerId: STRANGER,
      dateIssued,
      ...(i === 0 && { status: firstStatus }),
    },
  }));
}

/** Issued after all that is not said to be otherwise. */
export const UNIT: SceneChange = {
  items: ['gives 1 Veldspar'],
  price: '60',
  contract: { contractId: 60, dateIssued: at('2026-11-20T11:02:00Z') },
};

/** The quote in so many parts, each at its price. */
export function parts(count: number): SceneChange[] {
  const veldspar = Array.from({ length: count - 1 }, (_, i) => {
    const units = i === 0 ? 10_000 - 10 * (count - 2) : 10;
    return { items: [`gives ${units} Veldspar`], price: String(units * 60) };
  });
  return [...veldspar, { items: ['gives 500 Scordite'], price: '400000' }].map(numbered);
}

export function numbered(change: SceneChange, i: number): SceneChange {
  return { ...change, contract: { ...change.contract, contractId: 40 + i } };
}

export function accepted(change: SceneChange): SceneChange {
  return { ...change, contract: { ...change.contract, status: 'finished' } };
}
