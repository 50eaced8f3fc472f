/**
 * What other traders' tools got wrong, case by case.
 */
import { describe, expect, test } from 'vitest';
import type { FindingCode, VerdictKind } from './finding.ts';
import { matchContract } from './match-contract.ts';
import { PARTS } from './testing/cases.ts';
import { ALT, at, KEEPSTAR, type SceneChange, STRANGER, scene } from './testing/scene.ts';

type EdgeCase = {
  readonly name: string;
  readonly change: SceneChange;
  readonly verdict: VerdictKind;
  readonly finds?: FindingCode;
};

describe('edge cases', () => {
  test.each<EdgeCase>([
    {
      name: '1. one type in many stacks is as good as in one',
      change: { items: [...Array<string>(10).fill('gives 1000 Veldspar'), 'gives 500 Scordite'] },
      verdict: 'valid',
    },
    {
      name: '1. so is a quote whose lines were not summed',
      change: { lines: ['4000 Veldspar', '6000 Veldspar', '500 Scordite'] },
      verdict: 'valid',
    },
    {
      name: '2. an assembled ship shows in the volume alone, whatever is_singleton says',
      change: {
        lines: ['1 Rifter'],
        items: ['gives 1 Rifter'],
        contract: { volumeM3: 27_289 },
        packagedVolumesM3: { 587: 2_500 },
      },
      verdict: 'valid',
      finds: 'assembled-likely',
    },
    {
      name: '3. a blueprint copy is never paid as the original',
      change: { lines: ['1 Hulk Blueprint'], items: ['gives 1 Hulk Blueprint copy'] },
      verdict: 'fix-needed',
      finds: 'copies-not-quoted',
    },
    {
      name: '4. extra text in the title does not hide the contract',
      change: { contract: { title: 'buyback: at-7k3m-9qx2. thanks!' } },
      verdict: 'valid',
      finds: 'title-inside-text',
    },
    {
      name: '4. the code in look-alike letters is still the code',
      change: { contract: { title: 'ат-7к3м-9qх2' } },
      verdict: 'valid',
      finds: 'title-look-alike',
    },
    {
      name: '4. the code of another seller makes it another quote’s',
      change: { contract: { title: 'AT-1111-2222' }, knownCodes: ['AT-11112222'] },
      verdict: 'unmatched',
      finds: 'title-another-code',
    },
    {
      name: '4. an old code used again pays nothing',
      change: { quote: { state: 'completed' } },
      verdict: 'fix-needed',
      finds: 'quote-paid-already',
    },
    {
      name: '5. two contracts for one quote are not both valid',
      change: { others: [{ contract: { dateIssued: at('2026-11-20T10:30:00Z') } }] },
      verdict: 'fix-needed',
      finds: 'quote-doubled',
    },
    {
      name: '5. one contract cannot be paid for two quotes',
      change: { contract: { title: 'AT-7K3M-9QX2 + AT-1111-2222' } },
      verdict: 'fix-needed',
      finds: 'contract-names-several',
    },
    {
      name: '5. items split across contracts are summed',
      change: { ...PARTS[1], others: [PARTS[0]] },
      verdict: 'valid',
      finds: 'quote-split',
    },
    {
      name: '6. an expired contract stays outstanding in ESI, and is found out by its date',
      change: { now: at('2026-12-04T11:14:00Z') },
      verdict: 'fix-needed',
      finds: 'expiry-passed',
    },
    {
      name: '6. a deleted contract is told apart',
      change: { contract: { status: 'deleted' } },
      verdict: 'fix-needed',
      finds: 'status-ended',
    },
    {
      name: '7. the cents that the game’s field leaves out do no harm',
      change: { totalIsk: '1000000.87' },
      verdict: 'valid',
      finds: 'price-within-tolerance',
    },
    {
      name: '7. a lower price is a gift, not an error',
      change: { price: '970000' },
      verdict: 'valid',
      finds: 'price-gift',
    },
    {
      name: '7. a much higher price is a scam until proved otherwise',
      change: { price: '10000000' },
      verdict: 'suspicious',
      finds: 'price-far-too-high',
    },
    {
      name: '8. “I will pay” filled in for “I will receive” is not taken',
      change: { price: null, contract: { reward: 100_000_000n } },
      verdict: 'fix-needed',
      finds: 'reward-instead-of-price',
    },
    {
      name: '9. a contract that asks for a PLEX back does not look clean',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'asks 1 PLEX'] },
      verdict: 'suspicious',
      finds: 'requested-some',
    },
    {
      name: '10. a public contract, whose assignee is 0',
      change: { contract: { assigneeId: 0, availability: 'public' } },
      verdict: 'fix-needed',
      finds: 'assignee-nobody',
    },
    {
      name: '10. an alt on behalf of the corporation',
      change: { contract: { issuerId: ALT, forCorporation: true } },
      verdict: 'valid',
      finds: 'issuer-for-corporation',
    },
    {
      name: '11. an Upwell structure, whose id is above 2^32',
      change: {
        quote: { locationId: KEEPSTAR },
        program: { locationIds: [KEEPSTAR] },
        contract: { startLocationId: KEEPSTAR },
      },
      verdict: 'valid',
      finds: 'location-quoted',
    },
    {
      name: '11. a location that ESI leaves out',
      change: { contract: { startLocationId: null } },
      verdict: 'fix-needed',
      finds: 'location-unknown',
    },
    {
      name: '12. an alt that is not registered is a stranger, until it is added',
      change: { contract: { issuerId: STRANGER } },
      verdict: 'fix-needed',
      finds: 'issuer-stranger',
    },
    {
      name: '12. an issuer who changed corporation stays the issuer',
      change: { contract: { issuerCorporationId: 1_000_006 } },
      verdict: 'valid',
    },
    {
      name: '13. items that one owner’s token could not read make it wait, and break nothing',
      change: { items: null },
      verdict: 'fix-needed',
      finds: 'items-unreadable',
    },
    {
      name: '14. a quote that ran out between issue and poll still counts',
      change: {
        contract: { dateIssued: at('2026-11-23T09:59:59Z') },
        now: at('2026-11-23T10:04:00Z'),
      },
      verdict: 'valid',
      finds: 'issued-in-time',
    },
    {
      name: '15. accepted between two polls',
      change: {
        contract: { status: 'finished', dateCompleted: at('2026-11-20T11:03:00Z') },
      },
      verdict: 'valid',
      finds: 'status-finished',
    },
    {
      name: '16. a type that came with today’s patch is an extra like any other',
      change: { items: ['gives 10000 Veldspar', 'gives 500 Scordite', 'gives 1 Rifter'] },
      verdict: 'fix-needed',
      finds: 'items-extra',
    },
    {
      name: '17. counts above 2^31 come in several stacks and are summed exactly',
      change: {
        lines: ['4294967295 Veldspar'],
        items: ['gives 2147483647 Veldspar', 'gives 2147483647 Veldspar', 'gives 1 Veldspar'],
      },
      verdict: 'valid',
    },
    {
      name: '17. a thousand rows',
      change: {
        lines: ['1000 Veldspar'],
        items: Array<string>(1_000).fill('gives 1 Veldspar'),
      },
      verdict: 'valid',
    },
  ])('$name', ({ change, verdict, finds }) => {
    const result = matchContract(scene(change));

    expect(result.verdict).toBe(verdict);
    if (finds) expect(result.findings.map(({ code }) => code)).toContain(finds);
  });

  test('18. a renamed type is the same type: no name takes part in a match', () => {
    expect(JSON.stringify(matchContract(scene()))).not.toMatch(/Veldspar|Scordite/);
  });
});
