import type { ExportName } from './export-schema.ts';
import { CLIENT_LANGUAGES, type LocalizedNames } from './tables.ts';

/** The names of one thing, tidied, without those that only repeat the English one. */
export function namesOf(name: ExportName): LocalizedNames {
  const names: LocalizedNames = { en: tidy(name.en) };
  for (const language of CLIENT_LANGUAGES) {
    const text = language in name ? name[language as keyof ExportName] : undefined;
    if (!text) continue;
    const tidied = tidy(text);
    if (tidied !== '' && tidied !== names.en) names[language] = tidied;
  }
  return names;
}

/** A name without what the export got wrong: double blanks, blanks at the ends. */
export function tidy(name: string): string {
  return name.replace(/[ \t\r\n]+/g, ' ').trim();
}
