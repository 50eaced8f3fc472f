import type { FeeRefusal } from '#lib/core/pricing/fees/apply-fees.ts';
import type { RefusalReason } from '#lib/core/pricing/price-items.ts';

const SENTENCES: Record<RefusalReason | FeeRefusal['reason'], string> = {
  'unknown-type': 'Not bought: this item is newer than our item list.',
  unpublished: 'Not bought: this item is no longer in the game.',
  'blueprint-copy': 'Copies are not bought.',
  'blueprint-original':
    'Not bought: EVE does not show in a contract whether a blueprint is an original.',
  'not-accepted': 'Not bought by this program.',
  'refused-by-rule': 'Refused by a rule of this program.',
  'no-price': 'Not bought for now: we have no price for it yet.',
  'stale-price': 'Not bought for now: we have no fresh price for it.',
  'no-orders': 'Not bought for now: nobody trades it at the market we price by.',
  'thin-book': 'Not bought for now: too few units are traded at the market we price by.',
  'not-deep': 'Not bought for now: the market we price by has not orders enough.',
  'stale-average': 'Not bought for now: we have no fresh average for it.',
  'no-trades': 'Not bought for now: nobody traded it in the days that we price by.',
  'under-portion': 'Not bought: it is too little to refine.',
  'not-refinable': 'Not bought: this program pays for what things refine to.',
  'scrap-not-paid': 'Not bought: this program pays for ore, ice and gas refined, not for scrap.',
  'no-yield': 'Not bought for now: the trader has not said at what yield.',
  'too-many': 'Not bought: nobody in EVE has that much.',
  'under-density': 'Not bought: it brings too little for a m³.',
  'not-worth-hauling': 'Not bought: its transport costs more than is paid for it.',
};

/** Why a program pays nothing for an item. */
export function whyNotBought(reason: RefusalReason | FeeRefusal['reason']): string {
  return SENTENCES[reason];
}
