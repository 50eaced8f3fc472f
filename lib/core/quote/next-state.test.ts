import { describe, expect, test } from 'vitest';
import { VERDICTS } from '#lib/core/matching/finding.ts';
import { type QuoteContractFacts, quoteMovesDue } from './next-state.ts';
import type { QuoteState } from './states.ts';
import { hours, quote } from './testing/quote-facts.ts';

describe('quoteMovesDue', () => {
  test.each<{
    name: string;
    state?: QuoteState;
    contracts?: string[];
    settled?: bigint;
    /** By default, whether one that is no part was accepted. */
    isDelivered?: boolean;
    at?: number;
    moves: QuoteState[];
  }>([
    { name: 'a fresh quote waits', moves: [] },
    { name: 'a valid contract holds it', contracts: ['outstanding valid'], moves: ['contracted'] },
    { name: 'a wrong contract leaves it open', contracts: ['outstanding fix-needed'], moves: [] },
    { name: 'so does a scam', contracts: ['outstanding suspicious'], moves: [] },
    { name: 'a near miss never holds it', contracts: ['outstanding valid near-miss'], moves: [] },
    {
      name: 'a wrong contract does not block a right one',
      contracts: ['outstanding fix-needed', 'outstanding valid'],
      moves: ['contracted'],
    },
    { name: 'the window ends without a contract', at: 73, moves: ['expired'] },
    { name: 'the last moment of the window still counts', at: 72, moves: [] },
    {
      name: 'the window ends while a valid contract waits',
      state: 'contracted',
      contracts: ['outstanding valid'],
      at: 73,
      moves: [],
    },
    {
      name: 'an accepted contract completes it',
      state: 'contracted',
      contracts: ['finished valid'],
      moves: ['completed'],
    },
    {
      name: 'a contract accepted before we saw it goes the whole way',
      contracts: ['finished valid'],
      moves: ['contracted', 'completed'],
    },
    {
      name: 'a contract issued in time but seen late revives an expired quote',
      state: 'expired',
      contracts: ['outstanding valid'],
      at: 74,
      moves: ['contracted'],
    },
    {
      name: 'even when it is accepted already',
      state: 'expired',
      contracts: ['finished valid'],
      at: 74,
      moves: ['contracted', 'completed'],
    },
    {
      name: 'an accepted wrong contract pays nothing',
      state: 'contracted',
      contracts: ['finished fix-needed'],
      moves: ['open'],
    },
    ...['cancelled', 'rejected', 'deleted', 'failed', 'reversed'].map((status) => ({
      name: `a ${status} contract frees the quote`,
      state: 'contracted' as const,
      contracts: [`${status} fix-needed`],
      moves: ['open' as const],
    })),
    {
      name: 'a contract that vanished frees the quote',
      state: 'contracted',
      contracts: ['outstanding valid gone'],
      moves: ['open'],
    },
    {
      name: 'a contract that vanished after the window expires it',
      state: 'contracted',
      contracts: ['outstanding valid gone'],
      at: 73,
      moves: ['expired'],
    },
    {
      name: 'a contract that ran out in game frees the quote, whatever its stored verdict',
      state: 'contracted',
      contracts: ['outstanding valid short'],
      at: 30,
      moves: ['open'],
    },
    {
      name: 'an accepted contract stays accepted when EVE no longer lists it',
      state: 'contracted',
      contracts: ['finished valid gone'],
      moves: ['completed'],
    },
    ...['finished_issuer', 'finished_contractor'].map((status) => ({
      name: `"${status}" is accepted, too`,
      state: 'contracted' as const,
      contracts: [`${status} valid`],
      moves: ['completed' as const],
    })),
    {
      name: 'one that ends in game at this very moment waits no more',
      state: 'contracted',
      contracts: ['outstanding valid short'],
      at: 25,
      moves: ['open'],
    },
    {
      name: 'one that ran out holds the quote until EVE has shown that nobody accepted it',
      state: 'contracted',
      contracts: ['outstanding valid short unseen'],
      at: 73,
      moves: [],
    },
    {
      name: 'one that EVE calls rejected waits no more, though its verdict is an old one',
      state: 'contracted',
      contracts: ['rejected valid'],
      moves: ['open'],
    },
    {
      name: 'all of it in one is accepted, as a gift, while another waits',
      state: 'contracted',
      contracts: ['finished valid', 'outstanding valid'],
      settled: 97n,
      moves: ['completed'],
    },
    {
      name: 'a part is accepted and the other ran out, when the window is over',
      state: 'contracted',
      contracts: ['finished valid part', 'outstanding valid part short'],
      settled: 40n,
      at: 73,
      moves: ['expired'],
    },
    {
      name: 'a part is settled, and a contract for the rest waits',
      contracts: ['outstanding valid'],
      settled: 40n,
      moves: ['contracted', 'partly-completed'],
    },
    {
      name: 'a part is settled, however small, and nothing waits',
      state: 'contracted',
      settled: 1n,
      moves: ['partly-completed'],
    },
    { name: 'an expired one stays, though a clock was set back', state: 'expired', moves: [] },
    {
      name: 'one of two parts is accepted',
      state: 'contracted',
      contracts: ['finished valid part', 'outstanding valid part'],
      settled: 40n,
      moves: ['partly-completed'],
    },
    {
      name: 'the last part completes it, even when the parts together were a gift',
      state: 'partly-completed',
      contracts: ['finished valid part', 'finished valid part'],
      isDelivered: true,
      settled: 97n,
      moves: ['completed'],
    },
    {
      name: 'a second part that ran out in game does not complete it',
      state: 'partly-completed',
      contracts: ['finished valid part', 'outstanding valid part short'],
      settled: 40n,
      at: 30,
      moves: [],
    },
    {
      name: 'the second part was deleted: what is settled stays settled',
      state: 'partly-completed',
      contracts: ['finished valid part', 'deleted fix-needed'],
      settled: 40n,
      moves: [],
    },
    {
      name: 'and the rest expires',
      state: 'partly-completed',
      contracts: ['finished valid part'],
      settled: 40n,
      at: 73,
      moves: ['expired'],
    },
    {
      name: 'settlements that reach the total complete nothing that is not delivered',
      state: 'partly-completed',
      contracts: ['finished valid part'],
      isDelivered: false,
      settled: 100n,
      moves: [],
    },
    { name: 'completed stays', state: 'completed', contracts: ['deleted fix-needed'], moves: [] },
    { name: 'cancelled stays', state: 'cancelled', contracts: ['finished valid'], moves: [] },
  ])('$name', ({ state = 'open', contracts = [], settled = 0n, at = 1, moves, ...rest }) => {
    const { isDelivered = contracts.some(isWholeAccepted) } = rest;
    const facts = { ...quote(state, contracts.map(contract), settled), isDelivered };

    expect(quoteMovesDue(facts, hours(at))).toEqual(moves);
  });
});

function isWholeAccepted(text: string): boolean {
  return /^finished\w* valid/.test(text) && !text.includes('part');
}

/** Read `'outstanding valid'`, with `gone`, `part`, `near-miss`, `short` (a day in game) or `unseen` behind. */
function contract(text: string): QuoteContractFacts {
  const [status = '', verdict, ...flags] = text.split(' ');
  return {
    status,
    verdict: VERDICTS.find((each) => each === verdict) ?? 'unmatched',
    relation: flags.includes('near-miss') ? 'near-miss' : 'named',
    dateIssued: hours(1),
    dateExpired: hours(flags.includes('short') ? 25 : 14 * 24),
    isEndUnseen: flags.includes('unseen'),
    isGone: flags.includes('gone'),
  };
}
