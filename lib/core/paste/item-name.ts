import { hasLetter } from './tidy-text.ts';

const COPY_WORDS = [
  ...['copy', 'bpc', 'blueprint copy', 'kopie', 'blaupausenkopie', 'copie', 'copia', 'копия'],
  ...[
    'копия чертежа',
    'コピー',
    'ブループリントコピー',
    '复制品',
    '复制',
    '拷贝',
    '副本',
    '蓝图拷贝',
  ],
  ...['복사본', '사본', '블루프린트 복사본'],
];
const ORIGINAL_WORDS = [
  ...['original', 'bpo', 'blueprint original', 'оригинал', 'オリジナル', '原图', '原本', '원본'],
];
const COPY_DETAILS = [
  ...['blueprint copy', 'blaupausenkopie', 'blaupause (kopie)', 'copie de plan de construction'],
  ...[
    'copie de plan',
    'копия чертежа',
    'ブループリントコピー',
    'ブループリントのコピー',
    '蓝图拷贝',
  ],
  ...['蓝图复制品', '蓝图副本', '블루프린트 복사본', '블루프린트 사본', 'copia de plano'],
];

/** A bare name, and whether a blueprint copy was marked beside it. */
export type ItemName = { name: string; isCopy: boolean };

/**
 * Take from a name what is not part of it: double quotes around it, single blanks between words,
 * the asterisk of localised clients, and the mark of a blueprint copy or original.
 *
 * @param isKnown Asked before a mark is taken: "Hedbergite ( copy )" is a type of its own.
 */
export function cleanItemName(text: string, isKnown: (name: string) => boolean): ItemName {
  const name = dropAsterisk(dropQuotes(text.replace(/\s+/g, ' ').trim()));
  const last = name.charAt(name.length - 1);
  if ((last !== ')' && last !== '）') || isKnown(name)) return { name, isCopy: false };

  const open = Math.max(name.lastIndexOf('('), name.lastIndexOf('（'));
  const mark = name
    .slice(open + 1, -1)
    .trim()
    .toLowerCase();
  const rest = dropAsterisk(name.slice(0, Math.max(open, 0)).trim());
  if (!hasLetter(rest)) return { name, isCopy: false };
  if (COPY_WORDS.includes(mark)) return { name: rest, isCopy: true };
  // EVE Isk per Hour: "Skiff (ME: 2, NumBPs: 1)" is what is built.
  if (mark.startsWith('me: ')) return { name: rest, isCopy: false };
  return { name: ORIGINAL_WORDS.includes(mark) ? rest : name, isCopy: false };
}

/** Whether a cell of a contract or inventory row says that the item is a blueprint copy. */
export function saysBlueprintCopy(cell: string): boolean {
  if (cell.length < 4) return false;
  const text = cell.toLowerCase();
  return COPY_DETAILS.some((words) => text.startsWith(words));
}

function dropQuotes(name: string): string {
  const quoted = /^["“”„«»](.+)["“”„«»]$/.exec(name);
  const inner = quoted?.[1];
  // A quote inside means that these two do not belong together: "Dictator" and "Torch".
  return inner === undefined || /["“”„«»]/.test(inner) ? name : inner.trim();
}

function dropAsterisk(name: string): string {
  return name.endsWith('*') ? name.slice(0, -1).trimEnd() : name;
}
