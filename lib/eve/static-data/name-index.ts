import { normalizeName } from './normalize-name.ts';
import { CLIENT_LANGUAGES, type StaticTypeRow } from './tables.ts';

/** Rows that bear a name, in the order of preference that {@link NameIndex.find} returns them. */
export type NameIndex = {
  /**
   * The types that a name may mean, already narrowed: published and marketable before others, then
   * English (and grade names) before translations. Empty: unknown. More than one: ask the person.
   */
  find(name: string): StaticTypeRow[];
  /** Every normalised name, English first. Built on first use; about 150,000 of them. */
  entries(): { names: readonly string[]; rows: readonly StaticTypeRow[]; englishCount: number };
};

type Bearers = Map<string, StaticTypeRow | StaticTypeRow[]>;

/** Index type names. English is indexed at once, the other languages when a name needs them. */
export function createNameIndex(types: readonly StaticTypeRow[]): NameIndex {
  const english: Bearers = new Map();
  for (const row of types) {
    add(english, normalizeName(row.names.en), row);
    for (const alias of row.aliases) add(english, normalizeName(alias), row);
  }
  let translated: Bearers | undefined;

  function find(name: string): StaticTypeRow[] {
    const key = normalizeName(name);
    const inEnglish = best(bearersOf(english, key));
    // A translation never wins against an English name of the first rank.
    if (inEnglish.length > 0 && rankOf(inEnglish[0]) === 0) return inEnglish;
    translated ??= indexTranslations(types);
    const inTranslation = best(bearersOf(translated, key));
    if (inTranslation.length === 0) return inEnglish;
    if (inEnglish.length === 0) return inTranslation;
    return rankOf(inTranslation[0]) < rankOf(inEnglish[0]) ? inTranslation : inEnglish;
  }

  let entries: ReturnType<NameIndex['entries']> | undefined;
  function listEntries() {
    translated ??= indexTranslations(types);
    entries ??= flatten(english, translated);
    return entries;
  }

  return { find, entries: listEntries };
}

function indexTranslations(types: readonly StaticTypeRow[]): Bearers {
  const bearers: Bearers = new Map();
  for (const row of types) {
    for (const language of CLIENT_LANGUAGES) {
      const name = row.names[language];
      if (language !== 'en' && name !== undefined) add(bearers, normalizeName(name), row);
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

function flatten(english: Bearers, translated: Bearers): ReturnType<NameIndex['entries']> {
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
