import { expect, test } from 'vitest';
import { canMove, isFinal, QUOTE_MOVES, quoteStateSchema } from './states.ts';

test('a quote moves only as the table says', () => {
  const moves = quoteStateSchema.options.flatMap((from) =>
    quoteStateSchema.options.filter((to) => canMove(from, to)).map((to) => `${from} → ${to}`),
  );

  expect(moves).toEqual([
    'open → contracted',
    'open → expired',
    'open → cancelled',
    'contracted → open',
    'contracted → partly-completed',
    'contracted → completed',
    'contracted → expired',
    'partly-completed → completed',
    'partly-completed → expired',
    'expired → contracted',
  ]);
});

test('completed and cancelled are final, and nothing else', () => {
  expect(quoteStateSchema.options.filter(isFinal)).toEqual(['completed', 'cancelled']);
});

test('every state has its row', () => {
  expect(Object.keys(QUOTE_MOVES).sort()).toEqual([...quoteStateSchema.options].sort());
});
