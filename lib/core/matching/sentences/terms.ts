/**
 * Sentences about type, status, availability, reward and collateral.
 *
 * @module
 */
import { digits, fine, isk, type Said, type Words, type WordsFor, word } from './wording.ts';

type Prefix = 'type' | 'status' | 'availability' | 'reward' | 'collateral';

export const TERMS_WORDS = {
  'type-item-exchange': fine('Type', 'It is an item exchange.'),
  'type-wrong': ({ actual }) => ({
    short: word(actual),
    title: `Type: ${word(actual)}`,
    message: `The contract is of type ${word(actual)}. Only an item exchange swaps items for ISK at once.`,
    fix: 'In the new contract, choose “Item Exchange” as contract type.',
  }),

  'status-outstanding': fine('Status', 'The contract waits for the trader.'),
  'status-finished': fine('Status', 'The contract was accepted.'),
  'status-in-progress': () => ({
    short: 'in progress',
    title: 'Status: in progress',
    message: 'The contract is in progress, which only couriers ever are.',
    fix: 'Make a new contract of type “Item Exchange”.',
  }),
  'status-ended': endedWords,
  'status-unknown': ({ actual }) => ({
    short: 'status',
    title: `Status: ${word(actual)}`,
    message: `EVE says “${word(actual)}”, a status that we do not know, so the contract counts as none.`,
    fix: 'Look at the contract in game. If it no longer waits for the trader, make it again.',
  }),

  'availability-private': fine('Availability', 'Only its receiver sees the contract.'),
  'availability-public': () => ({
    short: 'public',
    title: 'Availability: public',
    message: 'The contract is public: anybody in EVE can take the items for that price.',
    fix: 'Delete it now, before somebody else accepts it. In the new contract, choose “Private”.',
  }),

  'reward-none': fine('You pay', 'The pilot pays nothing.'),
  'reward-filled': ({ actual }) => ({
    short: 'pays the trader',
    title: 'You pay: not 0',
    message: `With this contract the pilot would pay the trader ${isk(actual)} on top of the items.`,
    fix: 'In the new contract, leave “I will pay” at 0.',
  }),
  'reward-instead-of-price': ({ actual }) => ({
    short: 'pay and receive swapped',
    title: 'You pay: swapped with “I will receive”',
    message: `The ${isk(actual)} stand in “I will pay” and nothing in “I will receive”: the pilot would give the items and pay for it.`,
    fix: `In the new contract, enter ${digits(actual)} in “I will receive” and leave “I will pay” at 0.`,
  }),

  'collateral-none': fine('Collateral', 'No collateral is asked.'),
  'collateral-filled': ({ actual }) => ({
    short: 'collateral',
    title: 'Collateral: not 0',
    message: `The contract asks the trader for a collateral of ${isk(actual)}. A sale has none.`,
    fix: 'In the new contract, choose “Item Exchange”, which has no collateral.',
  }),
} satisfies Partial<WordsFor<`${Prefix}-${string}`>>;

const ENDED: Readonly<Record<string, Pick<Words, 'message' | 'fix'>>> = {
  cancelled: {
    message: 'The contract was cancelled in game.',
    fix: 'Make it again while the quote holds.',
  },
  rejected: {
    message: 'The trader rejected the contract in game.',
    fix: 'Put right what the other points say, then make it again while the quote holds.',
  },
  failed: {
    message: 'The contract failed in game.',
    fix: 'Make it again while the quote holds.',
  },
  deleted: {
    message: 'The contract was deleted in game.',
    fix: 'Make it again while the quote holds.',
  },
  reversed: {
    message: 'The contract was accepted, then reversed by a game master: items and ISK went back.',
    fix: 'Make it again while the quote holds, or make a new quote.',
  },
};

function endedWords({ actual }: Said): Words {
  const status = word(actual);
  const words = ENDED[status] ?? {
    message: `The contract has ended: ${status}.`,
    fix: 'Make it again while the quote holds.',
  };
  return { short: status, title: `Status: ${status}`, ...words };
}
