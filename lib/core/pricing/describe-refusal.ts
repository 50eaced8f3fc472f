import type { RefusalReason, RefusedLine } from './price-items.ts';
import { describeRuleEvidence } from './rules/describe-rule.ts';

/** Say why an item is not bought, and what follows for the pilot. */
export function describeRefusal(
  { reason, bookAt, rule }: Pick<RefusedLine, 'reason' | 'bookAt' | 'rule'>,
  now: Date,
): string {
  const sentence = REFUSALS[reason];
  if (reason === 'refused-by-rule' && rule) {
    const note = rule.note && ` The trader says: “${rule.note}”`;
    return `Not bought: a rule of this program refuses ${describeRuleEvidence(rule)}.${note} It is left out of the quote.`;
  }
  if (reason !== 'stale-price' || !bookAt) return sentence;
  return `${sentence} The last one is ${ageText(now.getTime() - bookAt.getTime())} old.`;
}

const REFUSALS: Record<RefusalReason, string> = {
  'unknown-type': 'Not bought: this item is newer than our item list. It is left out of the quote.',
  unpublished: 'Not bought: this item is no longer in the game. It is left out of the quote.',
  'blueprint-copy':
    'Not bought: this program refuses blueprint copies. It is left out of the quote.',
  'blueprint-original':
    'Not bought: EVE does not show in a contract whether a blueprint is an original. It is left out of the quote.',
  'not-accepted':
    'Not bought: this program does not take this kind of item. It is left out of the quote.',
  'refused-by-rule': 'Not bought: a rule of this program refuses it. It is left out of the quote.',
  'no-price': 'Not bought for now: we have no price for it yet. It is left out of the quote.',
  'stale-price': 'Not bought for now: we have no fresh price for it. It is left out of the quote.',
  'no-orders':
    'Not bought for now: nobody trades it at the market we price by. It is left out of the quote.',
  'thin-book':
    'Not bought for now: too few units are traded at the market we price by to make a price. It is left out of the quote.',
  'not-deep':
    'Not bought for now: the market we price by has not orders enough for so many. Sell fewer. It is left out of the quote.',
  'stale-average':
    'Not bought for now: we have no fresh average for it. One comes within the hour. It is left out of the quote.',
  'no-trades':
    'Not bought for now: nobody traded it in the days that we price by. It is left out of the quote.',
  'under-portion':
    'Not bought: these are too few to refine, and this program pays for what comes out. Add more of it. It is left out of the quote.',
  'not-refinable':
    'Not bought: this program pays for what things refine to, and this refines to nothing. It is left out of the quote.',
  'scrap-not-paid':
    'Not bought: this program pays for ore, ice and gas refined, and not for scrap. It is left out of the quote.',
  'no-yield':
    'Not bought for now: the trader pays for it refined, and has not said at what yield. It is left out of the quote.',
  'too-many': 'Nobody in EVE has that much. Check the count. It is left out of the quote.',
};

function ageText(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
