import type { Check } from '../../finding.ts';
import { ALT, STRANGER, TRADER, TRADER_CORPORATION } from '../scene.ts';
import { type Case, fix } from './case.ts';

/** Slips in who makes the contract and who gets it. */
export const PEOPLE_CASES: Readonly<
  Record<Extract<Check, 'assignee' | 'issuer'>, readonly Case[]>
> = {
  assignee: [
    { name: 'the right corporation', change: {}, finds: 'assignee-right' },
    {
      name: 'the trader’s character instead of the corporation',
      change: { contract: { assigneeId: TRADER } },
      finds: 'assignee-trader-character',
      ...fix,
    },
    {
      name: 'the trader’s corporation instead of the character',
      change: {
        program: {
          assigneeId: TRADER,
          assigneeKind: 'character',
          traderIds: [TRADER, TRADER_CORPORATION],
        },
      },
      finds: 'assignee-trader-corporation',
      ...fix,
    },
    {
      name: 'a whole alliance',
      change: { contract: { assigneeId: 99_000_123 } },
      finds: 'assignee-alliance',
      ...fix,
    },
    {
      name: 'nobody',
      change: { contract: { assigneeId: 0, availability: 'public' } },
      finds: 'assignee-nobody',
      ...fix,
    },
    {
      name: 'somebody else',
      change: { contract: { assigneeId: STRANGER } },
      finds: 'assignee-other',
      ...fix,
    },
  ],

  issuer: [
    { name: 'the pilot of the quote', change: {}, finds: 'issuer-known' },
    {
      name: 'another pilot of the account',
      change: { contract: { issuerId: ALT } },
      finds: 'issuer-alt',
    },
    {
      name: 'anybody with a guest’s code',
      change: { program: { issuerIds: [] }, contract: { issuerId: STRANGER } },
      finds: 'issuer-guest',
    },
    {
      name: 'on behalf of the corporation',
      change: { contract: { forCorporation: true } },
      finds: 'issuer-for-corporation',
    },
    {
      name: 'an alt on behalf of the corporation',
      change: { contract: { forCorporation: true, issuerId: ALT } },
      finds: 'issuer-for-corporation',
    },
    {
      name: 'a stranger',
      change: { contract: { issuerId: STRANGER } },
      finds: 'issuer-stranger',
      ...fix,
    },
  ],
};
