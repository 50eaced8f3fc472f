import { revokeKeys } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import { transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';

/** End a key of one's own: what is asked with it from now on is refused. @returns False when there is none. */
export async function revokeKey(
  container: Pick<Container, 'db' | 'clock' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  keyId: string,
): Promise<boolean> {
  const context = { actorId: accountId, at: container.clock() };
  const count = await transact(container, (tx) => revokeKeys(tx, { accountId, keyId }, context));
  if (count > 0) container.log.info({ accountId, keyId }, 'an API key was revoked');
  return count > 0;
}
