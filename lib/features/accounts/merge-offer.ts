import * as z from 'zod';
import { openText, sealText } from './signed-text.ts';

/** To read what a merge means, and decide. */
export const MERGE_OFFER_LIFETIME_S = 600;
const AUDIENCE = 'ageira merge offer';

const mergeOfferSchema = z.object({
  accountId: z.uuid(),
  otherAccountId: z.uuid(),
  characterId: z.int().positive(),
  ownerHash: z.string(),
});

/** Somebody signed in on `accountId` has just proved at EVE to be a character of `otherAccountId`. */
export type MergeOffer = z.output<typeof mergeOfferSchema>;

type Signing = { readonly secret: string; readonly now: Date };

/** Sign an offer, for the cookie. */
export function sealMergeOffer(offer: MergeOffer, signing: Signing): Promise<string> {
  return sealText(offer, {
    ...signing,
    audience: AUDIENCE,
    lifetimeS: MERGE_OFFER_LIFETIME_S,
  });
}

/** Read the cookie. Null when it is missing, not ours, too old, or made for another account. */
export async function openMergeOffer(
  sealed: string | undefined,
  accountId: string,
  signing: Signing,
): Promise<MergeOffer | null> {
  const offer = await openText(sealed, mergeOfferSchema, { ...signing, audience: AUDIENCE });
  return offer?.accountId === accountId ? offer : null;
}
