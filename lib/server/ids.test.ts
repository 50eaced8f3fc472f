import { describe, expect, test } from 'vitest';
import { fromId, toId } from './ids.ts';

describe('ids', () => {
  test('an id of an Upwell structure goes through the database and back', () => {
    expect(toId(fromId(1_035_466_617_946))).toBe(1_035_466_617_946);
  });

  test('two ids beyond 2^53 never become one', () => {
    expect(() => toId(2n ** 53n)).toThrow(RangeError);
  });
});
