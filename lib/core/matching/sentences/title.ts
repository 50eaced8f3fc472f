/**
 * Sentences about the description, and about the quotes it names.
 *
 * @module
 */
import { code, fine, listTexts, textsOf, type WordsFor } from './wording.ts';

export const TITLE_WORDS = {
  'title-exact': fine('Description', 'The description is the code, exactly.'),
  'title-former-code': fine(
    'Description',
    'The description names the quote that this one replaced, and counts for this one.',
  ),
  'title-inside-text': () => ({
    short: 'extra text',
    title: 'Description: extra text',
    message: 'The code was found inside other text.',
    fix: 'Nothing to fix. Next time the code alone is safest.',
  }),
  'title-look-alike': () => ({
    short: 'look-alike letters',
    title: 'Description: look-alike letters',
    message: 'The code was found, but some of its letters come from another alphabet.',
    fix: 'Nothing to fix. Next time copy the code instead of typing it.',
  }),
  'title-twice': () => ({
    short: 'code twice',
    title: 'Description: code twice',
    message: 'The code stands in the description more than once.',
    fix: 'Nothing to fix. Once is enough.',
  }),
  'title-one-symbol-wrong': ({ expected }) => ({
    short: 'code, one letter',
    title: 'Description: code mistyped',
    message: `The description is one slip away from ${code(expected)}. The trader sees it as a likely match, but nothing is accepted on a guess.`,
    fix: `In the new contract, copy ${code(expected)} into “Description” instead of typing it.`,
  }),
  'title-another-code': ({ expected }) => ({
    short: 'another quote',
    title: 'Description: another quote',
    message: 'The description names another quote, so the contract counts for that one.',
    fix: `If it is meant for this quote, copy ${code(expected)} into “Description” of the new contract.`,
  }),
  'title-unknown-code': ({ expected }) => ({
    short: 'unknown code',
    title: 'Description: unknown code',
    message: 'The description holds a code, but not that of this quote.',
    fix: `In the new contract, copy ${code(expected)} into “Description”.`,
  }),
  'title-without-code': ({ expected }) => ({
    short: 'no code',
    title: 'Description: no code',
    message:
      'The description has text, but no quote code: nobody can tell for certain which quote it is for.',
    fix: `In the new contract, copy ${code(expected)} into “Description”, and nothing else.`,
  }),
  'title-empty': ({ expected }) => ({
    short: 'no code',
    title: 'Description: empty',
    message: 'The description is empty: nobody can tell for certain which quote it is for.',
    fix: `In the new contract, copy ${code(expected)} into “Description”.`,
  }),

  'contract-names-one': fine('This contract', 'The contract names one quote.'),
  'contract-names-none': fine('This contract', 'The contract does not name this quote.'),
  'contract-names-unknown-too': ({ actual }) => ({
    short: 'second code unknown',
    title: 'This contract: a second code',
    message: `The description also holds ${codes(actual)}, which ${isOrAreUnknown(actual)} for nothing.`,
    fix: 'Nothing to fix. The code alone is safest.',
  }),
  'contract-names-several': ({ expected, actual }) => ({
    short: 'several quotes',
    title: 'This contract: several quotes',
    message: `The description also names ${codes(actual)}. One contract can be paid for one quote only.`,
    fix: `Make one contract for each quote: this one with ${codes(expected, 0)} and its items alone.`,
  }),
} satisfies Partial<WordsFor<`${'title' | 'contract-names'}-${string}`>>;

/** Of the codes after the quote's own. */
function isOrAreUnknown(value: Parameters<typeof textsOf>[0]): string {
  return textsOf(value).length > 2
    ? 'are no quotes of ours and count'
    : 'is no quote of ours and counts';
}

/** The codes after the quote's own. */
function codes(value: Parameters<typeof textsOf>[0], from = 1): string {
  return listTexts(textsOf(value).slice(from).map(code), 'code');
}
