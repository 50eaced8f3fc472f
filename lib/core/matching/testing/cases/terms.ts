import type { Check } from '../../finding.ts';
import { type Case, fix, status } from './case.ts';

/** Slips in the plain fields of the contract dialog. */
export const TERMS_CASES: Readonly<
  Record<
    Extract<Check, 'type' | 'status' | 'availability' | 'reward' | 'collateral'>,
    readonly Case[]
  >
> = {
  type: [
    { name: 'an item exchange', change: {}, finds: 'type-item-exchange' },
    ...['courier', 'auction', 'loan', 'unknown', 'tomorrow'].map((type) => ({
      name: `a contract of type ${type}`,
      change: { contract: { type } },
      finds: 'type-wrong' as const,
      ...fix,
    })),
  ],

  status: [
    { name: 'waiting', change: {}, finds: 'status-outstanding' },
    ...['finished', 'finished_issuer', 'finished_contractor'].map((text) => ({
      name: `${text}: accepted between two looks`,
      change: status(text),
      finds: 'status-finished' as const,
    })),
    { name: 'in progress', change: status('in_progress'), finds: 'status-in-progress', ...fix },
    ...['cancelled', 'rejected', 'failed', 'deleted', 'reversed'].map((text) => ({
      name: text,
      change: status(text),
      finds: 'status-ended' as const,
      ...fix,
    })),
    { name: 'a status of tomorrow', change: status('paused'), finds: 'status-unknown', ...fix },
  ],

  availability: [
    { name: 'private', change: {}, finds: 'availability-private' },
    ...['corporation', 'alliance', 'tomorrow'].map((availability) => ({
      name: `${availability}, as EVE reports much`,
      change: { contract: { availability } },
      finds: 'availability-private' as const,
    })),
    {
      name: 'public',
      change: { contract: { availability: 'public' } },
      finds: 'availability-public',
      ...fix,
    },
  ],

  reward: [
    { name: 'none', change: {}, finds: 'reward-none' },
    { name: 'left out by EVE', change: { contract: { reward: null } }, finds: 'reward-none' },
    {
      name: 'a tip to the trader',
      change: { contract: { reward: 100n } },
      finds: 'reward-filled',
      ...fix,
    },
    {
      name: 'the price in both fields',
      change: { contract: { reward: 100_000_000n } },
      finds: 'reward-filled',
      ...fix,
    },
    {
      name: 'a small reward and no price',
      change: { contract: { reward: 100n }, price: null },
      finds: 'reward-filled',
      ...fix,
    },
    {
      name: 'the price in the wrong field',
      change: { contract: { reward: 100_000_000n }, price: null },
      finds: 'reward-instead-of-price',
      ...fix,
    },
    {
      name: 'a higher price in the wrong field',
      change: { contract: { reward: 120_000_000n }, price: null },
      finds: 'reward-instead-of-price',
      ...fix,
    },
  ],

  collateral: [
    { name: 'none', change: {}, finds: 'collateral-none' },
    { name: 'none, said so', change: { contract: { collateral: 0n } }, finds: 'collateral-none' },
    { name: 'some', change: { contract: { collateral: 1n } }, finds: 'collateral-filled', ...fix },
  ],
};
