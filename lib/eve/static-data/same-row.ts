import { CLIENT_LANGUAGES, type LocalizedNames, type StaticTables } from './tables.ts';

type AnyRow = StaticTables[Exclude<keyof StaticTables, 'version'>][number];

/** Whether two rows of one table say the same. A missing name and an undefined one are equal. */
export function isSameRow<Row extends AnyRow>(a: Row, b: Row): boolean {
  for (const key of Object.keys(a) as (keyof Row & string)[]) {
    const left: unknown = a[key];
    const right: unknown = b[key];
    if (left === right) continue;
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length === right.length && left.every((value, i) => value === right[i])) continue;
      return false;
    }
    if (key !== 'names' || !hasSameNames(left as LocalizedNames, right as LocalizedNames)) {
      return false;
    }
  }
  return true;
}

function hasSameNames(a: LocalizedNames, b: LocalizedNames): boolean {
  return CLIENT_LANGUAGES.every((language) => a[language] === b[language]);
}
