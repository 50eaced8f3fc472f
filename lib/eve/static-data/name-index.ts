import { normalizeName } from './normalize-name.ts';
import { CLIENT_LANGUAGES, type StaticTypeRow } from './tables.ts';

/** Names that may be meant by a text: English ones first, then translations of the same script. */
export type NameEntries = {
  names: readonly string[];
  rows: readonly StaticTypeRow[];
  englishCount: number;
};

export type NameIndex = {
  /**
   * The types that a name may mean, already narrowed: published and marketable before others, then
   * English (and grade names) before translations. Empty: unknown. More than one: ask the person.
   */
  find(name: string): StaticTypeRow[];
  /** Every normalised name that a text of this script may be a misspelling of. */
  entriesFor(script: Script): NameEntries;
};

/** Latin letters, digits and marks, or any other script. */
export type Script = 'latin' | 'other';

type Bearers = Map<string, StaticTypeRow | StaticTypeRow[]>;

/**
 * Index type names. English is indexed at once, translations when a name needs them, and then only
 * those of its script: indexing all hundred thousand takes longer than most questions are worth.
 */
export function createNameIndex(types: readonly StaticTypeRow[]): NameIndex {
  const english: Bearers = new Map();
  for (const row of types) {
    add(english, normalizeName(row.names.en), row);
    for (const alias of row.aliases) add(english, normalizeName(alias), row);
  }
  const translations: { [script in Script]?: Bearers } = {};
  const entries: { [script in Script]?: NameEntries } = {};

  function translationsIn(script: Script): Bearers {
    translations[script] ??= indexTranslations(types, script);
    return translations[script];
  }

  return {
    find(name) {
      const key = normalizeName(name);
      const inEnglish = best(bearersOf(english, key));
      // A translation never wins against an English name of the first rank.
      if (inEnglish.length > 0 && rankOf(inEnglish[0]) === 0) return inEnglish;
      const inTranslation = best(bearersOf(translationsIn(scriptOf(key)), key));
      if (inTranslation.length === 0) return inEnglish;
      if (inEnglish.length === 0) return inTranslation;
      return rankOf(inTranslation[0]) < rankOf(inEnglish[0]) ? inTranslation : inEnglish;
    },
    entriesFor(script) {
      entries[script] ??= flatten(english, translationsIn(script));
      return entries[script];
    },
  };
}

/** The script of a name's first character. */
export function scriptOf(name: string): Script {
  const code = name.charCodeAt(0);
  if (!(code >= 0x250)) return 'latin';
  // Kana, Han, Hangul and Cyrillic stay what they are under NFKC; the rest may become Latin.
  if (isSettled(code)) return 'other';
  return normalizeName(name).charCodeAt(0) >= 0x250 ? 'other' : 'latin';
}

function isSettled(code: number): boolean {
  return (
    (code >= 0x400 && code <= 0x4ff) ||
    (code >= 0x3041 && code <= 0x30ff) ||
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7a3)
  );
}

function indexTranslations(types: readonly StaticTypeRow[], script: Script): Bearers {
  const bearers: Bearers = new Map();
  for (const row of types) {
    for (const language of CLIENT_LANGUAGES) {
      const name = row.names[language];
      if (language === 'en' || name === undefined || scriptOf(name) !== script) continue;
      add(bearers, normalizeName(name), row);
    }
  }
  return bearers;
}

function add(bearers: Bearers, key: string, row: StaticTypeRow): void {
  const present = bearers.get(key);
  if (present === undefined) bearers.set(key, row);
  else if (Array.isArray(present)) present.includes(row) || present.push(row);
  else if (present !== row) bearers.set(key, [present, row]);
}

function bearersOf(bearers: Bearers, key: string): StaticTypeRow[] {
  const present = bearers.get(key);
  if (present === undefined) return [];
  return Array.isArray(present) ? present : [present];
}

function best(rows: StaticTypeRow[]): StaticTypeRow[] {
  if (rows.length < 2) return rows;
  const rank = Math.min(...rows.map(rankOf));
  return rows.filter((row) => rankOf(row) === rank).sort((a, b) => a.id - b.id);
}

/** 0: published and marketable, 1: published, 2: neither. */
function rankOf(row: StaticTypeRow | undefined): number {
  if (!row?.published) return 2;
  return row.marketGroupId === null ? 1 : 0;
}

function flatten(english: Bearers, translated: Bearers): NameEntries {
  const names: string[] = [];
  const rows: StaticTypeRow[] = [];
  for (const bearers of [english, translated]) {
    for (const [name, present] of bearers) {
      const row = Array.isArray(present) ? best(present)[0] : present;
      if (row === undefined) continue;
      names.push(name);
      rows.push(row);
    }
  }
  return { names, rows, englishCount: english.size };
}
