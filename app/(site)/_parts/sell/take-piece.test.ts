import { describe, expect, test } from 'vitest';
import { takePiece } from './take-piece.ts';

/** A field as it is seen: `[` and `]` stand around what is selected. */
function field(seen: string) {
  return {
    value: seen.replace(/[[\]]/g, ''),
    selectionStart: seen.indexOf('['),
    selectionEnd: seen.indexOf(']') - 1,
  };
}

describe('takePiece', () => {
  test.each([
    ['goes in at the caret', 'Velds[] 5', 'par', 'Veldspar 5', 8],
    ['takes the place of what is selected', '[Veldspar] 5', 'Scordite', 'Scordite 5', 8],
    [
      'gets the line ends of a text area',
      '[]',
      'Veldspar\r\nScordite\r',
      'Veldspar\nScordite\n',
      18,
    ],
  ])('a piece %s', (_, seen, piece, text, caret) => {
    expect(takePiece(field(seen), piece)).toEqual({ kind: 'taken', text, caret });
  });

  test('a piece that is too much only with what stands there is refused', () => {
    const half = 'Veldspar 1\n'.repeat(6_000);

    expect(takePiece(field('[]'), half).kind).toBe('taken');
    expect(takePiece(field(`${half}[]`), half)).toEqual({
      kind: 'refused',
      sentence: 'That is more than 10,000 lines. Paste it in parts.',
    });
    expect(takePiece(field(`[${half}]`), half).kind).toBe('taken');
  });
});
