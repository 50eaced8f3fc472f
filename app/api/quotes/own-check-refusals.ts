import type { OwnCheckRefusal } from '#lib/features/contracts/check-own-contracts.ts';

/** What a route answers where own contracts were not compared. */
export const OWN_CHECK_REFUSALS: Record<OwnCheckRefusal, { status: number; detail: string }> = {
  'no-such-quote': { status: 404, detail: 'There is no quote of this code.' },
  'not-yours': {
    status: 403,
    detail: 'This quote belongs to another account. Sign in as the pilot who made it.',
  },
  'no-permission': {
    status: 403,
    detail:
      'EVE gives us your contracts only if you allow it. They are read when you press the button, and for nothing else.',
  },
  'eve-away': {
    status: 503,
    detail: 'EVE does not answer now. Your quote is safe; try again in a minute.',
  },
};
