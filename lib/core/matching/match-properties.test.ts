import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { describeFinding } from './describe-finding.ts';
import { CHECKS, type FindingCode, findingSchema, VERDICTS, type VerdictKind } from './finding.ts';
import { countsBesideOthers } from './judge-contract.ts';
import { matchContract } from './match-contract.ts';
import type { MatchItem } from './match-input.ts';
import { matchInputSchema } from './schema.ts';
import { toStoredInput } from './stored-input.ts';
import { anyInput } from './testing/arbitraries.ts';
import { DIFFERENCES } from './testing/differences.ts';
import { judgeByHand } from './testing/oracle.ts';
import { scene } from './testing/scene.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: process.env.LONG_RUN === '1' ? 3_600_000 : 60_000 });

const RUNS = process.env.LONG_RUN === '1' ? 1_000_000 : 20_000;

describe('for any contract', () => {
  test('the verdict is what a careful trader says, and each comes up often', () => {
    const seen = new Map<VerdictKind, number>();
    const codes = new Set<FindingCode>();
    fc.assert(
      fc.property(anyInput, (input) => {
        const { verdict, findings } = matchContract(input);
        expect(verdict).toBe(judgeByHand(input));
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
        for (const { code } of findings) codes.add(code);
      }),
      { numRuns: RUNS },
    );

    // Else the agreement would mean little.
    for (const verdict of VERDICTS) expect(seen.get(verdict) ?? 0).toBeGreaterThan(RUNS / 25);
    expect(codes.size).toBeGreaterThan(65);
  });

  test('neither the order of the items nor the split of a stack changes anything', () => {
    fc.assert(
      fc.property(anyInput, fc.infiniteStream(fc.nat()), (input, randoms) => {
        const items =
          input.items &&
          shuffle(
            input.items.flatMap((row) => split(row, randoms)),
            randoms,
          );

        expect(matchContract({ ...input, items })).toEqual(matchContract(input));
      }),
      { numRuns: 2_000 },
    );
  });

  test('every check has its finding, in order, and survives JSON', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { findings } = matchContract(input);

        expect(findings.map(({ check }) => check)).toEqual(CHECKS);
        const stored = JSON.parse(JSON.stringify(findings));
        expect(stored.map((finding: unknown) => findingSchema.parse(finding))).toEqual(findings);
      }),
      { numRuns: 500 },
    );
  });

  test('every finding has its sentence, and every problem its fix', () => {
    const names = { type: String, location: String, party: String };
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const finding of matchContract(input).findings) {
          const text = describeFinding(finding, names);
          expect(text.message).toMatch(/^[A-Z0-9].*[.?]$/s);
          expect(`${text.title}${text.expectedText}${text.actualText}`).not.toMatch(
            /undefined|NaN/,
          );
          if (finding.level === 'ok') expect(text.fix).toBeNull();
          if (finding.level === 'problem' && finding.code !== 'price-of-another-deal') {
            expect(text.fix).toMatch(/^[A-Z].*\.$/s);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('naming the quote that it replaced is as good as naming it', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { code } = input.quote;
        const later = {
          ...input,
          quote: { ...input.quote, code: 'AT-2B3C4D5F', formerCodes: [code] },
          knownCodes: [...(input.knownCodes ?? []), 'AT-2B3C4D5F'],
        };
        fc.pre(!input.contract.title?.includes('2B3C4D5E'));
        const [was, is] = [matchContract(input), matchContract(later)];

        expect([is.verdict, is.relation]).toEqual([was.verdict, was.relation]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a stored input reads back and makes the same verdict', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const stored = JSON.parse(JSON.stringify(toStoredInput(input)));

        expect(matchInputSchema.parse(stored)).toEqual(input);
      }),
      { numRuns: 500 },
    );
  });

  test('another that does not count for itself may be left out', () => {
    let left = 0;
    const anyOthers = fc.array(anyInput, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyInput, anyOthers, (input, others) => {
        const all = others.map(({ contract, items }, i) => ({
          contract: { ...contract, contractId: i + 1 },
          items,
        }));
        const counting = all.filter((other) =>
          countsBesideOthers(matchContract({ ...input, ...other }).findings),
        );
        left += all.length - counting.length;

        expect(matchContract({ ...input, otherContracts: counting })).toEqual(
          matchContract({ ...input, otherContracts: all }),
        );
      }),
      { numRuns: RUNS / 10 },
    );
    expect(left).toBeGreaterThan(RUNS / 20);
  });

  test('what a finding shows of any text is a text that can be stored', () => {
    // Pairs and single units mixed, about as long as what is shown.
    const anyText = fc
      .array(fc.constantFrom('🚀', 'x', '🚀🚀', 'AT-7K3M-9QX2 '), { minLength: 50, maxLength: 120 })
      .map((signs) => signs.join(''));
    fc.assert(
      fc.property(anyText, (text) => {
        for (const changed of ['title', 'type', 'status', 'availability']) {
          const { findings } = matchContract(scene({ contract: { [changed]: text } }));
          const shown = findings.flatMap(({ expected, actual }) => [expected, actual]);
          for (const value of shown.filter((each) => typeof each === 'string')) {
            expect(value).not.toMatch(/\p{Cs}/u);
            expect([...value].length).toBeLessThanOrEqual(100);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('valid means named, and nothing is a problem', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { verdict, relation, findings } = matchContract(input);
        if (verdict !== 'valid') return;

        expect(relation).toBe('named');
        expect(findings.every(({ level }) => level === 'ok' || level === 'advice')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('nothing is valid when any item, price, direction or receiver differs', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(
        anyInput,
        fc.nat(),
        fc.constantFrom(...DIFFERENCES),
        (input, pick, difference) => {
          if (matchContract(input).verdict !== 'valid') return;
          const differing = difference(input, pick);
          if (!differing) return;
          seen.set(difference.name, (seen.get(difference.name) ?? 0) + 1);

          expect(matchContract(differing).verdict, difference.name).not.toBe('valid');
        },
      ),
      { numRuns: RUNS },
    );
    for (const { name } of DIFFERENCES)
      expect(seen.get(name) ?? 0, name).toBeGreaterThan(RUNS / 200);
  });

  test('whatever stands in title and fields, there is an answer', () => {
    const anyDate = fc.date({ noInvalidDate: true });
    const anyMess = fc.record({
      title: fc.string({ unit: 'binary', maxLength: 80 }),
      type: fc.string(),
      status: fc.string(),
      availability: fc.string(),
      assigneeId: fc.maxSafeNat(),
      issuerId: fc.maxSafeNat(),
      dateIssued: anyDate,
      dateExpired: anyDate,
      price: fc.bigInt({ min: 0n, max: 10n ** 18n }),
    });
    fc.assert(
      fc.property(anyInput, anyMess, (input, mess) => {
        const { verdict } = matchContract({ ...input, contract: { ...input.contract, ...mess } });

        expect(['unmatched', 'suspicious', 'fix-needed']).toContain(verdict);
      }),
      { numRuns: 500 },
    );
  });
});

function split(row: MatchItem, randoms: fc.Stream<number>): MatchItem[] {
  if (row.quantity < 2) return [row];
  const [random = 0] = randoms.take(1);
  const part = 1 + (random % (row.quantity - 1));
  return [
    { ...row, quantity: part },
    { ...row, quantity: row.quantity - part },
  ];
}

function shuffle<T>(rows: readonly T[], randoms: fc.Stream<number>): T[] {
  return rows
    .map((row) => ({ row, key: [...randoms.take(1)][0] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}
