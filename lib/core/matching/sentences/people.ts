/**
 * Sentences about who gets the contract and who made it.
 *
 * @module
 */
import { fine, party, type WordsFor } from './wording.ts';

export const PEOPLE_WORDS = {
  'assignee-right': fine('Receiver', 'The contract went to the right receiver.'),
  'assignee-trader-character': ({ expected, actual, names }) => ({
    short: 'receiver',
    title: 'Receiver: the trader’s character',
    message: `The contract went to ${party(actual, names)} in person. The quote is for ${party(expected, names)}.`,
    fix: `In the new contract, enter ${party(expected, names)} as “Name”: the corporation, not the character.`,
  }),
  'assignee-trader-corporation': ({ expected, actual, names }) => ({
    short: 'receiver',
    title: 'Receiver: the trader’s other name',
    message: `The contract went to ${party(actual, names)}. The quote is for ${party(expected, names)}.`,
    fix: `In the new contract, enter ${party(expected, names)} as “Name”: the character, not the corporation.`,
  }),
  'assignee-alliance': ({ expected, actual, names }) => ({
    short: 'receiver',
    title: 'Receiver: an alliance',
    message: `The contract went to the whole alliance ${party(actual, names)}: any of its pilots can take it.`,
    fix: `Delete it soon. In the new contract, choose “Private” and enter ${party(expected, names)} as “Name”.`,
  }),
  'assignee-nobody': ({ expected, names }) => ({
    short: 'receiver',
    title: 'Receiver: nobody',
    message: 'The contract has no receiver: anybody in EVE can take it.',
    fix: `Delete it now. In the new contract, choose “Private” and enter ${party(expected, names)} as “Name”.`,
  }),
  'assignee-other': ({ expected, actual, names }) => ({
    short: 'receiver',
    title: 'Receiver: somebody else',
    message: `The contract went to ${party(actual, names)}, not to ${party(expected, names)}.`,
    fix: `In the new contract, enter ${party(expected, names)} as “Name”, and check the name that the game finds.`,
  }),

  'issuer-known': fine('Issuer', 'The pilot of the quote made the contract.'),
  'issuer-guest': fine(
    'Issuer',
    'The quote was made by a guest: whoever has its code may deliver.',
  ),
  'issuer-alt': ({ actual, names }) => ({
    short: 'alt',
    title: 'Issuer: another pilot',
    message: `${party(actual, names)} made the contract, another pilot of the same account. That pilot is paid.`,
    fix: null,
  }),
  'issuer-for-corporation': ({ actual, names }) => ({
    short: 'for corporation',
    title: 'Issuer: on behalf of a corporation',
    message: `${party(actual, names)} made the contract on behalf of the corporation: the ISK goes to the corporation’s wallet.`,
    fix: 'Nothing to fix, if that is meant.',
  }),
  // Names nobody but the issuer, who may read this without being the quote's owner.
  'issuer-stranger': ({ actual, names }) => ({
    short: 'stranger',
    title: 'Issuer: unknown pilot',
    message: `${party(actual, names)} made the contract, who is no pilot of the account that the quote was made with.`,
    fix: `If ${party(actual, names)} is yours, add that pilot under Account, and the contract is checked again. Else make the contract with a pilot of the quote’s account.`,
  }),
} satisfies Partial<WordsFor<`${'assignee' | 'issuer'}-${string}`>>;
