import { describe, expect, test } from 'vitest';
import { CHECKS, FINDINGS, type FindingCode, type VerdictKind } from './finding.ts';
import { countsBesideOthers } from './judge-contract.ts';
import { matchContract } from './match-contract.ts';
import { CASES, PARTS } from './testing/cases.ts';
import { at, type SceneChange, scene } from './testing/scene.ts';

test('a contract as it should be is valid, and every check says so', () => {
  const { verdict, relation, findings } = matchContract(scene());

  expect({ verdict, relation }).toEqual({ verdict: 'valid', relation: 'named' });
  expect(findings.map(({ check }) => check)).toEqual(CHECKS);
  expect(findings.every(({ level }) => level === 'ok')).toBe(true);
});

describe.each(Object.entries(CASES))('%s', (check, cases) => {
  test.each(cases)('$name', ({ change, finds, verdict = 'valid', relation = 'named' }) => {
    const result = matchContract(scene(change));

    expect(result.findings.find((finding) => finding.check === check)?.code).toBe(finds);
    expect(`${result.verdict} ${result.relation}`).toBe(`${verdict} ${relation}`);
  });
});

test('the tables reach every finding that there is', () => {
  const reached = new Set([...Object.values(CASES)].flat().map(({ finds }) => finds));
  const ALL = Object.keys(FINDINGS) as FindingCode[];

  expect(ALL.filter((code) => !reached.has(code))).toEqual([]);
});

test('a code belongs to the check under which the table lists it', () => {
  for (const [check, cases] of Object.entries(CASES)) {
    for (const { finds } of cases) expect(FINDINGS[finds][0]).toBe(check);
  }
});

test('a new character, whose number is above those of alliances, is none', () => {
  const { findings } = matchContract(scene({ contract: { assigneeId: 2_112_000_001 } }));

  expect(findings.map(({ code }) => code)).toContain('assignee-other');
});

describe('the verdict', () => {
  test.each<{ name: string; change: Parameters<typeof scene>[0]; verdict: VerdictKind }>([
    {
      name: 'one fraud outweighs any number of problems',
      change: { items: ['asks 1 PLEX'], contract: { status: 'cancelled' } },
      verdict: 'suspicious',
    },
    {
      name: 'advice of every kind leaves it valid',
      change: { contract: { title: 'for AT-7K3M-9QX2 o7', forCorporation: true }, price: '990000' },
      verdict: 'valid',
    },
    {
      name: 'a contract without code, of other items, is none of the quote’s',
      change: { contract: { title: 'corp stuff' }, items: ['gives 1 Rifter'], price: '5000000' },
      verdict: 'unmatched',
    },
    {
      name: 'unless it asks for items: the trader is warned of that',
      change: { contract: { title: '' }, items: ['gives 1 Rifter', 'asks 1 PLEX'] },
      verdict: 'suspicious',
    },
  ])('$name', ({ change, verdict }) => {
    expect(matchContract(scene(change)).verdict).toBe(verdict);
  });
});

test.each(['AT-7K3M-9QX2', 'at-7k3m9qx2', 'AT7K3M9QX2'])(
  'a quote whose code is written %s is found all the same',
  (code) => {
    const change = { quote: { code }, contract: { title: 'ore for at 7k3m 9qx2' } };

    expect(matchContract(scene(change)).verdict).toBe('valid');
  },
);

describe('several contracts for one quote', () => {
  test('parts that sum to the quote are valid together, whichever is looked at', () => {
    const [first, second] = PARTS;

    for (const [one, other] of [
      [first, second],
      [second, first],
    ]) {
      const { verdict, findings } = matchContract(scene({ ...one, others: [other ?? {}] }));
      expect(verdict).toBe('valid');
      expect(findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['price-split', 'items-split', 'quote-split']),
      );
    }
  });

  test('of two right contracts the one issued first is taken, seen from either side', () => {
    const early = { contract: { contractId: 9, dateIssued: at('2026-11-20T10:30:00Z') } };

    expect(matchContract(scene({ others: [early] })).verdict).toBe('fix-needed');
    expect(matchContract(scene({ ...early, others: [{}] })).verdict).toBe('valid');
  });

  test.each<[string, SceneChange, boolean]>([
    ['right', {}, true],
    ['a part', PARTS[0], true],
    ['too dear', { price: '5000000' }, true],
    ['doubled', { others: [{ contract: { contractId: 12 } }] }, true],
    ['a stranger’s', { contract: { issuerId: 5 } }, false],
    ['rejected', { contract: { status: 'rejected' } }, false],
    ['one that asks for PLEX', { items: ['gives 10000 Veldspar', 'asks 1 PLEX'] }, false],
  ])(
    'one that is %s counts beside others, if it is right but for items and price',
    (_name, change, counts) => {
      expect(countsBesideOthers(matchContract(scene(change)).findings)).toBe(counts);
    },
  );

  test('one that names no quote is shown alone', () => {
    const unnamed = scene({ contract: { title: '' }, others: [{}] });

    expect(
      matchContract(unnamed).findings.find(({ check }) => check === 'quote-contracts'),
    ).toMatchObject({ code: 'quote-not-named', actual: [200_000_001] });
  });

  test('all of them are shown, in the order of their numbers', () => {
    const others = [{ contract: { contractId: 300_000_000 } }, { contract: { contractId: 12 } }];
    const { findings } = matchContract(scene({ others }));

    expect(findings.find(({ check }) => check === 'quote-contracts')).toMatchObject({
      expected: [200_000_001],
      actual: [12, 200_000_001, 300_000_000],
    });
  });

  test.each([
    ['a stranger’s', { contract: { issuerId: 5 } }],
    ['a rejected one', { contract: { status: 'rejected' } }],
    ['one that ran out', { contract: { dateExpired: at('2026-11-20T11:04:00Z') } }],
    ['one for the wrong receiver', { contract: { assigneeId: 5 } }],
    ['one that asks for PLEX', { items: ['gives 10000 Veldspar', 'asks 1 PLEX'] }],
    ['one that names another quote', { contract: { title: 'AT-11112222' } }],
    ['the contract itself', { contract: { contractId: 200_000_001 } }],
  ])('%s does not stand in the way', (_name, other) => {
    const { verdict, findings } = matchContract(scene({ others: [other] }));

    expect(verdict).toBe('valid');
    expect(findings.map(({ code }) => code)).toContain('quote-in-one-contract');
  });
});
