import { describe, expect, test } from 'vitest';
import { matchContract } from './match-contract.ts';
import { MATCHER, readStoredInput, toStoredInput } from './stored-input.ts';
import { scene } from './testing/scene.ts';
import stored from './testing/stored-verdicts.json' with { type: 'json' };

/**
 * Verdicts as a database has them. They are never made anew: a change of the matcher by which one of
 * them comes out otherwise raises `MATCHER`, and adds its own.
 */
describe('what was stored once', () => {
  test.each(stored)('can still be read: $name', ({ input }) => {
    expect(readStoredInput(input)).toMatchObject({ ok: true });
  });

  test.each(stored.filter(({ input }) => input.matcher === MATCHER))(
    'gets the same verdict for the same reasons: $name',
    ({ input, verdict, relation, findings }) => {
      const read = readStoredInput(input);
      if (!read.ok) throw new Error(read.reason);
      const result = matchContract(read.input);

      expect(JSON.stringify(result.findings)).toBe(JSON.stringify(findings));
      expect(result).toMatchObject({ verdict, relation });
      expect(JSON.parse(JSON.stringify(toStoredInput(read.input)))).toEqual(input);
    },
  );

  test('some of them are of this matcher', () => {
    expect(stored.some(({ input }) => input.matcher === MATCHER)).toBe(true);
  });
});

describe('which matcher it was', () => {
  test('an input without a number is of the first', () => {
    const { matcher: _, ...bare } = toStoredInput(scene());
    expect(readStoredInput(bare)).toMatchObject({ ok: true, isOfThisMatcher: false });
  });

  test('another’s is read, and not held against this one', () => {
    const input = { ...toStoredInput(scene()), matcher: MATCHER + 1 };
    expect(readStoredInput(input)).toMatchObject({ ok: true, isOfThisMatcher: false });
  });

  test.each([
    ['nothing', null],
    ['no number', { ...toStoredInput(scene()), matcher: 'one' }],
    ['half an input', { matcher: 1, quote: {} }],
  ])('%s is refused with a reason', (_what, input) => {
    expect(readStoredInput(input)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/input/),
    });
  });
});
