import { describe, expect, test } from 'vitest';
import { isRelevant } from './relevance.ts';

const OURS = { assigneeIds: new Set([7]), prefixes: ['AT'], sellerIds: new Set([9]) };

describe('isRelevant', () => {
  test.each([
    { name: 'an offer to us', contract: {}, relevant: true },
    { name: 'an offer to somebody else', contract: { assigneeId: 8 }, relevant: false },
    { name: 'a courier without a code', contract: { type: 'courier' }, relevant: false },
    {
      name: 'a courier with a code',
      contract: { type: 'courier', title: 'AT-7K3M-9QX2' },
      relevant: true,
    },
    { name: 'what was over before we looked', contract: { status: 'finished' }, relevant: false },
    {
      name: 'what was over but has a code',
      contract: { status: 'finished', title: 'at-7k3m9qx2' },
      relevant: true,
    },
    {
      name: 'what the trader sent away',
      contract: { assigneeId: 8, title: 'ammo for you' },
      relevant: false,
    },
    {
      name: 'what who fills orders offers a pilot',
      contract: { issuerId: 9, assigneeId: 8 },
      relevant: true,
    },
    {
      name: 'what they offer on behalf of somebody else',
      contract: { issuerId: 9, assigneeId: 8, forCorporation: true },
      relevant: false,
    },
    {
      name: 'what a corporation that fills orders offers a pilot',
      contract: { issuerCorporationId: 9, assigneeId: 8, forCorporation: true },
      relevant: true,
    },
  ])('$name: $relevant', ({ contract, relevant }) => {
    expect(isRelevant({ ...OFFER, ...contract }, OURS)).toBe(relevant);
  });
});

const OFFER = {
  contractId: 1,
  type: 'item_exchange',
  status: 'outstanding',
  availability: 'personal',
  issuerId: 5,
  issuerCorporationId: 6,
  assigneeId: 7,
  acceptorId: 0,
  forCorporation: false,
  dateIssued: new Date('2026-11-22T10:00:00Z'),
  dateExpired: new Date('2026-12-06T10:00:00Z'),
};
