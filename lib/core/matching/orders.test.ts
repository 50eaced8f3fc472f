/**
 * The other direction: an order, whose contract the trader makes for a pilot.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFinding } from './describe-finding.ts';
import { FINDING_CODES, type FindingCode, findingOf, type VerdictKind } from './finding.ts';
import { matchContract } from './match-contract.ts';
import { matchInputSchema } from './schema.ts';
import { toStoredInput } from './stored-input.ts';
import {
  ALT,
  KEEPSTAR,
  orderScene,
  PILOT,
  type SceneChange,
  STRANGER,
  TRADER,
  TRADER_CORPORATION,
} from './testing/scene.ts';

const NAMES = {
  type: (id: number) => `Type ${id}`,
  location: (id: number) => `Place ${id}`,
  party: (id: number) => `Party ${id}`,
};
/** A program that a character fills, not a corporation. */
const OWN_NAME: SceneChange = {
  program: { issuerIds: [TRADER] },
  contract: { forCorporation: false },
};

type OrderCase = {
  readonly name: string;
  readonly change: SceneChange;
  readonly finds: FindingCode;
  readonly verdict: VerdictKind;
};

describe('the contract of an order', () => {
  test('as it should be is valid, in every point', () => {
    const { verdict, findings } = matchContract(orderScene());
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(verdict).toBe('valid');
  });

  test.each<OrderCase>([
    {
      name: 'by a pilot, for the trader: the wrong direction',
      change: {
        contract: {
          issuerId: PILOT,
          issuerCorporationId: 98000002,
          forCorporation: false,
          assigneeId: TRADER_CORPORATION,
        },
      },
      finds: 'issuer-stranger',
      verdict: 'fix-needed',
    },
    {
      name: 'in the trader’s own name, where the corporation sells',
      change: { contract: { forCorporation: false } },
      finds: 'issuer-stranger',
      verdict: 'fix-needed',
    },
    {
      name: 'by another pilot of the corporation, on its behalf',
      change: { contract: { issuerId: STRANGER } },
      finds: 'issuer-known',
      verdict: 'valid',
    },
    {
      name: 'on behalf of another corporation',
      change: { contract: { issuerCorporationId: 98000002 } },
      finds: 'issuer-stranger',
      verdict: 'fix-needed',
    },
    {
      name: 'for another character of the same account',
      change: { contract: { assigneeId: ALT } },
      finds: 'assignee-other',
      verdict: 'fix-needed',
    },
    {
      name: 'for nobody',
      change: { contract: { assigneeId: 0, availability: 'public' } },
      finds: 'assignee-nobody',
      verdict: 'fix-needed',
    },
    {
      name: 'ten times as dear: a slip of the trader’s, and no fraud of the pilot’s',
      change: { price: '10000000' },
      finds: 'price-too-high',
      verdict: 'fix-needed',
    },
    {
      name: 'for nothing',
      change: { price: null },
      finds: 'price-empty',
      verdict: 'fix-needed',
    },
    {
      name: 'with a unit too few',
      change: { items: ['gives 9999 Veldspar', 'gives 500 Scordite'] },
      finds: 'items-too-few',
      verdict: 'fix-needed',
    },
    {
      name: 'that asks for something beside the ISK',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'asks 1 PLEX'] },
      finds: 'requested-some',
      verdict: 'suspicious',
    },
    {
      name: 'at another place than the stock is at',
      change: { contract: { startLocationId: KEEPSTAR } },
      finds: 'location-wrong',
      verdict: 'fix-needed',
    },
    {
      name: 'by the character that sells',
      change: OWN_NAME,
      finds: 'issuer-known',
      verdict: 'valid',
    },
    {
      name: 'by that character, but for a corporation’s wallet',
      change: { ...OWN_NAME, contract: { forCorporation: true } },
      finds: 'issuer-for-corporation',
      verdict: 'valid',
    },
    {
      name: 'by another character than the one that sells',
      change: { ...OWN_NAME, contract: { forCorporation: false, issuerId: STRANGER } },
      finds: 'issuer-stranger',
      verdict: 'fix-needed',
    },
    {
      name: 'without a code, but with the very items and price',
      change: { contract: { title: 'minerals' } },
      finds: 'title-without-code',
      verdict: 'fix-needed',
    },
  ])('$name: $finds', ({ change, finds, verdict }) => {
    const result = matchContract(orderScene(change));
    expect(result.findings.map(({ code }) => code)).toContain(finds);
    expect(result.verdict).toBe(verdict);
  });

  test('is a near miss without its code, as a pilot’s is', () => {
    expect(matchContract(orderScene({ contract: { title: 'minerals' } })).relation).toBe(
      'near-miss',
    );
  });

  test('is never valid when receiver, price or direction differ', () => {
    const anyParty = fc.constantFrom(PILOT, ALT, STRANGER, TRADER, TRADER_CORPORATION, 0);
    const anyPrice = fc.integer({ min: 0, max: 3_000_000 });
    fc.assert(
      fc.property(anyParty, anyParty, fc.boolean(), anyPrice, (by, to, forCorporation, isk) => {
        const contract = { issuerId: by, assigneeId: to, forCorporation };
        const { verdict } = matchContract(orderScene({ contract, price: `${isk}` }));
        // At most 5 % less is a gift, and 1 ISK is the tolerance.
        const isPriceRight = isk >= 950_000 && isk <= 1_000_001;
        expect(verdict === 'valid').toBe(forCorporation && to === PILOT && isPriceRight);
      }),
    );
  });

  test('is stored with its direction, and matched again from that', () => {
    const input = orderScene();
    const stored: unknown = JSON.parse(JSON.stringify(toStoredInput(input)));
    expect(matchContract(matchInputSchema.parse(stored))).toEqual(matchContract(input));
  });
});

test('every fix of an order says to whom it speaks', () => {
  const values = [null, '1000000.00', 7, [], [{ typeId: 34, quantity: 5 }]];
  for (const code of FINDING_CODES) {
    for (const value of values) {
      const { fix, message } = describeFinding(findingOf(code, value, value), NAMES, 'sells');
      expect(message).not.toBe('');
      if (fix !== null) expect(fix).toMatch(/^For the (trader|pilot): [A-Z]/);
    }
  }
});
