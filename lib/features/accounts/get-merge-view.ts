import type { Container } from '#lib/server/container.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import type { MergeOffer } from './merge-offer.ts';

export type MergeView = {
  /** The character that was chosen at EVE. */
  readonly characterName: string;
  /** All that would come, that one included. */
  readonly characters: readonly { readonly characterId: number; readonly name: string }[];
  readonly quoteCount: number;
  /** They end: how many permissions its characters gave. */
  readonly permissionCount: number;
};

/** What somebody is told before two accounts are merged; null when the offer no longer stands. */
export async function getMergeView(
  { db }: Pick<Container, 'db'>,
  { otherAccountId, characterId, ownerHash }: MergeOffer,
): Promise<MergeView | null> {
  const other = await db.account.findUnique({
    where: { id: otherAccountId, role: 'member', blockedAt: null, deletedAt: null },
    include: {
      characters: {
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { _count: { select: { tokens: { where: { state: 'active' } } } } },
      },
      _count: { select: { quotes: true } },
    },
  });
  const chosen = other?.characters.find(({ id }) => id === fromId(characterId));
  if (!other || chosen?.ownerHash !== ownerHash) return null;
  return {
    characterName: chosen.name,
    characters: other.characters.map(({ id, name }) => ({ characterId: toId(id), name })),
    quoteCount: other._count.quotes,
    permissionCount: other.characters.reduce((sum, { _count }) => sum + _count.tokens, 0),
  };
}
