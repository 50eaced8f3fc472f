/** The game client's languages, the default first. */
const LANGUAGES = ['en', 'de', 'fr', 'ja', 'ru', 'zh', 'ko', 'es'] as const;
export type EsiLanguage = (typeof LANGUAGES)[number];

/** The first language of an `Accept-Language` header that the game speaks, else English. */
export function readLanguage(header: string | undefined): EsiLanguage {
  for (const part of (header ?? '').split(',')) {
    const primary = part.trim().slice(0, 2).toLowerCase();
    const language = LANGUAGES.find((one) => one === primary);
    if (language) return language;
  }
  return LANGUAGES[0];
}
