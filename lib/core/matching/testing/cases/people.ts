import type { Check } from '../../finding.ts';
import { ALT, at, type SceneChange, STRANGER, TRADER, TRADER_CORPORATION } from '../scene.ts';
import { type Case, fix } from './case.ts';

const LEFT = { formerIssuers: [{ id: STRANGER, until: at('2026-11-20T11:03:00Z') }] };
const CLAIMED = { issuersSince: at('2026-11-20T11:03:00Z') };

/** Of somebody who is not of the account, at this time of the day. */
function acceptedAt(time: string): NonNullable<SceneChange['contract']> {
  return {
    issuerId: STRANGER,
    status: 'finished',
    dateAccepted: at(`2026-11-20T${time}Z`),
  };
}

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
      name: 'one who has left the account since it was accepted',
      change: { program: LEFT, contract: acceptedAt('11:02:59') },
      finds: 'issuer-alt',
    },
    {
      name: 'one who had left the account when it was accepted',
      change: { program: LEFT, contract: acceptedAt('11:03:00') },
      finds: 'issuer-stranger',
      ...fix,
    },
    {
      name: 'one who had left the account when it was completed, which is all that EVE tells',
      change: {
        program: LEFT,
        contract: {
          ...acceptedAt('11:03:00'),
          dateAccepted: null,
          dateCompleted: at('2026-11-20T11:04:00Z'),
        },
      },
      finds: 'issuer-stranger',
      ...fix,
    },
    {
      name: 'one who had left the account, by less than clocks may differ',
      change: { program: LEFT, contract: acceptedAt('11:03:59'), clockSkewMs: 60_000 },
      finds: 'issuer-alt',
    },
    {
      name: 'one who has left the account, when EVE does not tell when it was accepted',
      change: { program: LEFT, contract: { ...acceptedAt('11:03:00'), dateAccepted: null } },
      finds: 'issuer-alt',
    },
    {
      name: 'one who has left the account since EVE’s list, and was told to be right',
      change: {
        program: LEFT,
        contract: { issuerId: STRANGER },
        isPromised: true,
        isLeaveUnseen: true,
      },
      finds: 'issuer-alt',
    },
    {
      name: 'one who has left the account, and whose contract waits',
      change: { program: LEFT, contract: { issuerId: STRANGER } },
      finds: 'issuer-stranger',
      ...fix,
    },
    {
      name: 'one who left the account after it had claimed the quote',
      change: {
        program: { ...LEFT, issuersSince: at('2026-11-20T10:30:00Z') },
        contract: acceptedAt('11:02:59'),
      },
      finds: 'issuer-alt',
    },
    {
      name: 'anybody who was paid before an account claimed the quote',
      change: { program: CLAIMED, contract: acceptedAt('11:02:59') },
      finds: 'issuer-guest',
    },
    {
      name: 'anybody else, since an account has claimed the quote',
      change: { program: CLAIMED, contract: acceptedAt('11:03:00') },
      finds: 'issuer-stranger',
      ...fix,
    },
    {
      name: 'a stranger',
      change: { contract: { issuerId: STRANGER } },
      finds: 'issuer-stranger',
      ...fix,
    },
  ],
};
