import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';

export type NamedType = StaticType;

const TYPE_ID = /^\d{1,10}$/;
const MOST_LETTERS = 40;

/**
 * Find types as programs name them: by number, or by a name in any of the client's languages. A name
 * that fits several is never guessed.
 */
export function nameTypes(
  staticData: StaticData,
  wanted: readonly string[],
):
  | { readonly ok: true; readonly types: StaticType[] }
  | { readonly ok: false; readonly sentence: string } {
  const types: StaticType[] = [];
  for (const word of wanted) {
    const found = nameType(staticData, word.trim());
    if (typeof found === 'string') return { ok: false, sentence: found };
    types.push(found);
  }
  return { ok: true, types };
}

/** @returns The sentence of why not where there is none. */
function nameType(staticData: StaticData, word: string): StaticType | string {
  if (TYPE_ID.test(word)) {
    return staticData.type(Number(word)) ?? `No item has the number ${word}.`;
  }
  const match = staticData.resolveName(word);
  if (match.kind === 'type') {
    return staticData.type(match.typeId) ?? `No item has the number ${match.typeId}.`;
  }
  if (match.kind === 'ambiguous') {
    const several = match.candidates.map(({ name, typeId }) => `${name} (${typeId})`).join(', ');
    return `“${cut(word)}” is the name of several items: ${several}. Give a number.`;
  }
  const near = match.suggestions.map(({ name }) => name);
  const advice = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  return `No item is called “${cut(word)}”.${advice}`;
}

/** What was asked for may be anything: the answer is a line. */
function cut(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}
