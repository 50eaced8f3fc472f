import { API_SCOPES, type ApiScope } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import type { Viewer } from '#lib/server/viewer.ts';

export type KeyView = {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
};

/** The keys of one's own account, the oldest first. */
export async function listKeys(
  { db }: Pick<Container, 'db'>,
  { accountId }: Pick<Viewer, 'accountId'>,
): Promise<KeyView[]> {
  const keys = await db.apiKey.findMany({
    where: { accountId },
    orderBy: { id: 'asc' },
    omit: { tokenHash: true },
  });
  return keys.map(({ id, name, scopes, createdAt, lastUsedAt }) => ({
    keyId: id,
    name,
    scopes: API_SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt,
    lastUsedAt,
  }));
}
