import type { Tx } from './transact.ts';

/** Whose account made a program what it is now, and by what name it is known; null where nobody knows any more. */
export async function findLastEditor(
  tx: Tx,
  programId: string,
): Promise<{ id: string | null; name: string | null }> {
  const last = await tx.auditEvent.findFirst({
    where: { entity: 'program', entityId: programId },
    orderBy: { version: 'desc' },
    select: { actorId: true },
  });
  const account = last?.actorId
    ? await tx.account.findUnique({
        where: { id: last.actorId },
        select: { mainCharacterId: true, characters: { select: { id: true, name: true } } },
      })
    : null;
  const { characters = [], mainCharacterId } = account ?? {};
  const main = characters.find(({ id }) => id === mainCharacterId) ?? characters[0];
  return { id: last?.actorId ?? null, name: main?.name ?? null };
}
