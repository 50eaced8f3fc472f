/**
 * What people really type into a contract's description, brought down to A–Z and 0–9.
 *
 * @module
 */

/**
 * Text as its letters and digits alone, with what stood between them.
 *
 * `gaps[i]` says what stood before `symbols[i]`; a last entry says how the text ended.
 */
export type FoldedText = {
  /** Upper-case A–Z and 0–9 only. O, I and L are still letters. */
  readonly symbols: string;
  readonly gaps: readonly Gap[];
};

/** `glued`: nothing. `joint`: hyphens and the like, tags. `space`: white space. `break`: anything else, and both ends of the text. */
export type Gap = 'glued' | 'joint' | 'space' | 'break';

/**
 * Fold a text: entities decoded, tags and zero-width characters dropped, compatibility forms and
 * accents undone (NFKD without marks), look-alike letters of other scripts read as ours, upper case.
 *
 * Linear in the length of the text.
 *
 * @param options.lookAlikes `false` leaves other scripts alone. Default `true`.
 */
export function foldText(text: string, options: { lookAlikes?: boolean } = {}): FoldedText {
  if (options.lookAlikes === false) return fold(text, false);
  // One title is searched for codes, then held against quote after quote.
  if (last?.text !== text) last = { text, folded: fold(text, true) };
  return last.folded;
}

let last: { readonly text: string; readonly folded: FoldedText } | null = null;

function fold(text: string, lookAlikes: boolean): FoldedText {
  const plain = plainText(text);
  return PRINTABLE_ASCII.test(plain) ? foldAscii(plain) : foldAny(plain, lookAlikes);
}

/** Nearly every title, in two thirds of the time: words are cut out whole. */
function foldAscii(plain: string): FoldedText {
  let symbols = '';
  const gaps: Gap[] = [];
  let gap: Gap = 'break';
  let wordStart = 0;
  for (let i = 0; i < plain.length; i++) {
    const gapHere = ASCII_GAPS[plain.charCodeAt(i)] ?? 'break';
    if (gapHere === 'glued') {
      if (gap !== 'glued') wordStart = i;
      gaps.push(gap);
      gap = 'glued';
    } else {
      if (gap === 'glued') symbols += plain.slice(wordStart, i);
      gap = widerGap(gap, gapHere);
    }
  }
  if (gap === 'glued') symbols += plain.slice(wordStart);
  gaps.push('break');
  return { symbols, gaps };
}

function foldAny(plain: string, lookAlikes: boolean): FoldedText {
  let symbols = '';
  const gaps: Gap[] = [];
  let gap: Gap = 'break';

  for (const character of plain) {
    const symbol =
      character > '\u007f' && lookAlikes ? (LOOK_ALIKES.get(character) ?? character) : character;
    if (isAlphanumeric(symbol)) {
      symbols += symbol;
      gaps.push(gap);
      gap = 'glued';
    } else {
      gap = widerGap(gap, gapOf(character));
    }
  }
  gaps.push('break');
  return { symbols, gaps };
}

/** A tag may stand inside a code: it neither splits it nor glues it to its neighbours. */
const TAG_MARK = '\u0001';

function plainText(text: string): string {
  const plain = withoutMarkup(text);
  // Nearly every title: there is nothing to undo.
  if (PRINTABLE_ASCII.test(plain)) return plain.toUpperCase();
  return plain
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toUpperCase();
}

function withoutMarkup(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text;
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<[^<>]{0,200}>/g, TAG_MARK)
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, decodeEntity);
}

function decodeEntity(
  entity: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? entity;
  const point = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
  return point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

function isAlphanumeric(character: string): boolean {
  return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9');
}

function gapOf(character: string): Gap {
  if (character === ' ') return 'space';
  if (character === '-' || character === TAG_MARK || JOINTS.test(character)) return 'joint';
  return /\s/.test(character) ? 'space' : 'break';
}

function widerGap(a: Gap, b: Gap): Gap {
  if (a === 'break' || b === 'break') return 'break';
  // "AT - 7K3M" is joined by its hyphen, whatever white space is around it.
  if (a === 'joint' || b === 'joint') return 'joint';
  return 'space';
}

const PRINTABLE_ASCII = /^[ -~]*$/;
const JOINTS = /[\p{Pd}\u2212\u02d7_~./:|·•]/u;

/** By character code: 'glued' for letters and digits, else what they make of a gap. */
const ASCII_GAPS: readonly Gap[] = Array.from({ length: 127 }, (_, charCode) => {
  const character = String.fromCharCode(charCode);
  return isAlphanumeric(character) ? 'glued' : gapOf(character);
});

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['shy', ''],
  ['zwj', ''],
  ['zwnj', ''],
  ['ndash', '-'],
  ['mdash', '-'],
  ['minus', '-'],
  ['hyphen', '-'],
]);

/** Cyrillic and Greek capitals that look like Latin ones in the game's font. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // Cyrillic
    А: 'A',
    В: 'B',
    С: 'C',
    Ԁ: 'D',
    Е: 'E',
    Ғ: 'F',
    Ԍ: 'G',
    Н: 'H',
    Һ: 'H',
    І: 'I',
    Ӏ: 'I',
    Ј: 'J',
    К: 'K',
    М: 'M',
    О: 'O',
    Р: 'P',
    Ԛ: 'Q',
    Ѕ: 'S',
    Т: 'T',
    Ѵ: 'V',
    Ԝ: 'W',
    Х: 'X',
    У: 'Y',
    Ү: 'Y',
    З: '3',
    // Greek
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Ϝ: 'F',
    Η: 'H',
    Ι: 'I',
    Ϳ: 'J',
    Κ: 'K',
    Μ: 'M',
    Ν: 'N',
    Ο: 'O',
    Ρ: 'P',
    Τ: 'T',
    Χ: 'X',
    Υ: 'Y',
    Ζ: 'Z',
  }),
);
