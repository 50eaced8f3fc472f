import type { Container } from '#lib/server/container.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { type DeletionObstacle, findDeletionObstacle } from './find-deletion-obstacle.ts';

export type DeletionView = {
  /** To be typed. */
  readonly mainName: string;
  readonly characterCount: number;
  /** They will be cancelled. */
  readonly openQuotes: number;
  readonly obstacle: DeletionObstacle | null;
};

/** What somebody is told before they delete their account. */
export async function getDeletionView(
  { db }: Pick<Container, 'db'>,
  { accountId, characters, characterName }: Viewer,
): Promise<DeletionView> {
  const account = await db.account.findUniqueOrThrow({ where: { id: accountId } });
  const main = characters.find(
    ({ characterId }) => BigInt(characterId) === account.mainCharacterId,
  );
  return {
    mainName: main?.name ?? characterName,
    characterCount: characters.length,
    openQuotes: await db.quote.count({ where: { accountId, state: 'open' } }),
    obstacle: await findDeletionObstacle(db, account),
  };
}
