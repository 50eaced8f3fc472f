import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText, type Gap } from './fold-text.ts';

const MARKS: Readonly<Record<Gap, string>> = { glued: '', joint: '-', space: '_', break: '|' };

/** "|AT-7_K|": the symbols with a mark for each gap. */
function shapeOf(text: string): string {
  const { symbols, gaps } = foldText(text);
  return gaps.map((gap, i) => `${MARKS[gap]}${symbols[i] ?? ''}`).join('');
}

describe('what stands between two symbols', () => {
  test.each<{ texts: string[]; mark: string }>([
    { texts: ['AT', 'a&shy;t', 'A&zwj;T', 'A&zwnj;T', 'A\u200bT', 'A\u00adT'], mark: '' },
    {
      texts: [
        ...[
          '-',
          '\u2010',
          '\u2011',
          '–',
          '—',
          '−',
          '\u02d7',
          '_',
          '~',
          '.',
          '/',
          ':',
          '|',
          '·',
          '•',
        ],
        ...[
          '<b>',
          '</color>',
          '&ndash;',
          '&mdash;',
          '&minus;',
          '&hyphen;',
          '&#45;',
          '&#x2D;',
          '－',
        ],
        ...[' - ', '- ', ' -', ' <b> ', '<b>-'],
      ].map((between) => `A${between}T`),
      mark: '-',
    },
    {
      texts: [
        ' ',
        '  ',
        '\t',
        '\n',
        '\u00a0',
        '&nbsp;',
        '&ensp;',
        '&EMSP;',
        '<br>',
        '<br />',
        '&#32;',
      ].map((between) => `A${between}T`),
      mark: '_',
    },
    {
      texts: [
        ...[',', '!', '#', '(', '🚀', '&amp;', '&lt;', '&gt;', '&quot;', '&apos;', '<', '&'],
        ...[' ,', ', ', '-,', ',-', '- ,', ', -', '<br>!'],
      ].map((between) => `A${between}T`),
      mark: '|',
    },
  ])('of $texts is "$mark"', ({ texts, mark }) => {
    expect(texts.map(shapeOf)).toEqual(texts.map(() => `|A${mark}T|`));
  });

  test('an entity that there is not stays as it was typed', () => {
    expect(shapeOf('A&nosuch;T')).toBe('|A|NOSUCH|T|');
    expect(shapeOf('A&#1114112;T')).toBe('|A_T|');
    expect(shapeOf('A&#x10FFFF;T')).toBe('|A|T|');
  });
});

test.each([
  { script: 'Cyrillic', typed: 'АВСԀЕҒԌНҺІӀЈКМОРԚЅТѴԜХУҮЗ', read: 'ABCDEFGHHIIJKMOPQSTVWXYY3' },
  { script: 'Greek', typed: 'ΑΒΕϜΗΙͿΚΜΝΟΡΤΧΥΖ', read: 'ABEFHIJKMNOPTXYZ' },
])('every $script letter that looks like ours is read as ours, if asked for', ({ typed, read }) => {
  expect(foldText(typed).symbols).toBe(read);
  expect(foldText(typed.toLowerCase()).symbols).toBe(read);
  expect(foldText(`1${typed}`, { lookAlikes: false }).symbols).toBe('1');
});

test('plain text is read alike, whether or not a sign of another alphabet follows', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'AbZ019 -_.,!/<>&;#~') });
  fc.assert(
    fc.property(plain, (text) => {
      expect(shapeOf(`${text}!é`)).toBe(`${shapeOf(`${text}!`)}E|`);
    }),
  );
});
