import { describe, expect, test } from 'vitest';
import { toRefusal } from './answers.ts';

const asked = {
  purpose: 'check',
  intent: 'add-character',
  returnTo: '/q/AT-7K3M-9QX2',
  characterId: 9_000_000_000_002,
} as const;

describe('whoever is not let in is told so', () => {
  test.each([
    {
      where: 'where the permission was asked for',
      refusal: toRefusal('cancelled', asked),
      address:
        '/account/allow/check?callbackUrl=%2Fq%2FAT-7K3M-9QX2&character=9000000000002&error=cancelled',
    },
    {
      where: 'on the account’s page, of a character that was to be added',
      refusal: toRefusal('cancelled', { ...asked, purpose: 'sign-in' }),
      address: '/account?error=cancelled',
    },
    {
      where: 'at the sign-in, when signing in was all that was wanted',
      refusal: toRefusal('refused', { ...asked, intent: 'sign-in', purpose: 'sign-in' }),
      address: '/sign-in?error=refused&callbackUrl=%2Fq%2FAT-7K3M-9QX2',
    },
    {
      where: 'at the sign-in, when the session has ended meanwhile',
      refusal: toRefusal('signed-out', asked),
      address: '/sign-in?error=signed-out&callbackUrl=%2Fq%2FAT-7K3M-9QX2',
    },
    {
      where: 'at the sign-in, when the page that asked is not theirs',
      refusal: toRefusal('role-missing', { ...asked, purpose: 'contracts' }),
      address: '/sign-in?error=role-missing&callbackUrl=%2Fq%2FAT-7K3M-9QX2',
    },
    {
      where: 'at the sign-in, when nobody knows what was asked',
      refusal: toRefusal('expired', null),
      address: '/sign-in?error=expired&callbackUrl=%2F',
    },
  ])('$where', ({ refusal, address }) => {
    expect(refusal).toBe(address);
  });
});
