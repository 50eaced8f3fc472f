import { describe, expect, test } from 'vitest';
import { compareItems } from './compare-items.ts';

describe('compareItems', () => {
  test('stacks are summed, in the order of the quote', () => {
    expect(show([line(34, 10), line(35, 5)], [item(35, 5), item(34, 4), item(34, 3)])).toEqual([
      '34: 10/7',
      '35: 5/5',
    ]);
  });

  test('what was never quoted comes last, and what was not sent is 0', () => {
    expect(show([line(34, 10)], [item(36, 2)])).toEqual(['34: 10/0', '36: 0/2']);
  });

  test('what the issuer asks for is not sent', () => {
    expect(show([line(34, 10)], [{ ...item(34, 10), isIncluded: false }])).toEqual(['34: 10/0']);
  });

  test('a blueprint that EVE does not call a copy counts as quoted', () => {
    const quoted = { ...line(681, 1), blueprintCopy: true };
    expect(show([quoted], [item(681, 1)])).toEqual(['681 copy: 1/1']);
    expect(show([quoted], [{ ...item(681, 1), rawQuantity: -1n }])).toEqual([
      '681 copy: 1/0',
      '681: 0/1',
    ]);
  });
});

function line(typeId: number, quantity: number) {
  return { typeId, blueprintCopy: false, quantity: BigInt(quantity), total: 100n };
}

function item(typeId: number, quantity: number) {
  return { typeId, quantity: BigInt(quantity), rawQuantity: null, isIncluded: true };
}

function show(...parameters: Parameters<typeof compareItems>): string[] {
  return compareItems(...parameters).map(
    ({ typeId, blueprintCopy, quoted, sent }) =>
      `${typeId}${blueprintCopy ? ' copy' : ''}: ${quoted}/${sent}`,
  );
}
