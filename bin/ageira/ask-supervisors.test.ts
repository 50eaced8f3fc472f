import { describe, expect, test } from 'vitest';
import { type Asked, askEach } from './ask-supervisors.ts';

const supervisor = (pid: number, list: () => Promise<unknown>) =>
  ({ pid, list }) as unknown as Asked;
const healthy = supervisor(1, async () => [{ name: 'relay' }]);
const frozen = supervisor(2, async () => {
  throw new Error('No answer to "workers.list" within 5000 ms');
});

describe('of two supervisors', () => {
  test('a frozen one keeps nothing from the other, and is named in a sentence', async () => {
    for (const supervisors of [
      [healthy, frozen],
      [frozen, healthy],
    ]) {
      const { rows, answering, faults } = await askEach(supervisors, (each) => each.list());
      expect(rows).toEqual([{ supervisor: 1, name: 'relay' }]);
      expect(answering).toEqual([healthy]);
      expect(faults).toEqual([
        'The supervisor 2 does not answer, and nothing is known of its workers.',
      ]);
    }
  });

  test('both are told of', async () => {
    const { rows, faults } = await askEach([healthy, healthy], (each) => each.list());
    expect(rows).toHaveLength(2);
    expect(faults).toEqual([]);
  });
});
