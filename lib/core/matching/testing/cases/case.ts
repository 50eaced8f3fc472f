/**
 * What a row of the tables is, and the words that several tables share.
 *
 * @module
 */
import type { FindingCode, Relation, VerdictKind } from '../../finding.ts';
import type { SceneChange } from '../scene.ts';

export type Case = {
  readonly name: string;
  readonly change: SceneChange;
  readonly finds: FindingCode;
  /** Default `valid`. */
  readonly verdict?: VerdictKind;
  /** Default `named`. */
  readonly relation?: Relation;
};

export const fix = { verdict: 'fix-needed' } as const;
export const nearMiss = { verdict: 'fix-needed', relation: 'near-miss' } as const;
export const unmatched = { verdict: 'unmatched', relation: 'none' } as const;

/** Two contracts that deliver the quote together. */
export const PARTS: readonly [SceneChange, SceneChange] = [
  { contract: { contractId: 11 }, items: ['gives 10000 Veldspar'], price: '600000' },
  { contract: { contractId: 12 }, items: ['gives 500 Scordite'], price: '400000' },
];

/** Not this contract's items, so that nothing but its title could tie it to the quote. */
export const otherGoods: SceneChange = { items: ['gives 1 Rifter'] };

export function title(text: string | null): SceneChange {
  return { contract: { title: text } };
}

export function status(text: string): SceneChange {
  return { contract: { status: text } };
}
