import { v7 as createId } from 'uuid';
import { isStanding } from '#lib/server/accounts.ts';
import { createKeyText, hashKeyText } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { lockName } from '#lib/server/locks.ts';
import { transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import type { NewKey } from './new-key.ts';

/** Most keys of one account. */
export const MAX_KEYS = 10;

export type MakeKeyOutcome =
  /** `text` is known here and never again. */
  | { readonly ok: true; readonly keyId: string; readonly text: string }
  | { readonly ok: false; readonly reason: 'name-taken' | 'too-many' | 'account-closed' };

/** Make a key for one's own account. */
export async function makeKey(
  container: Pick<Container, 'db' | 'clock' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  { name, scopes }: NewKey,
): Promise<MakeKeyOutcome> {
  const text = createKeyText();
  const tokenHash = hashKeyText(text);
  if (!tokenHash) throw new TypeError('A new key is not one of ours');
  const keyId = createId();
  const createdAt = container.clock();
  const kept = [...new Set(scopes)];
  const outcome = await transact(container, async (tx): Promise<MakeKeyOutcome> => {
    // Or several at once would each count those of before.
    await lockName(tx, `api-keys ${accountId}`);
    if (!(await isStanding(tx, accountId))) return { ok: false, reason: 'account-closed' };
    if ((await tx.apiKey.count({ where: { accountId } })) >= MAX_KEYS) {
      return { ok: false, reason: 'too-many' };
    }
    // A form that is sent twice would leave a key that nobody has seen.
    if ((await tx.apiKey.count({ where: { accountId, name } })) > 0) {
      return { ok: false, reason: 'name-taken' };
    }
    await tx.apiKey.create({
      data: { id: keyId, accountId, name, scopes: kept, tokenHash, createdAt },
    });
    await recordChange(tx, {
      entity: 'api-key',
      entityId: keyId,
      version: 1,
      action: 'created',
      actorId: accountId,
      before: null,
      // Its name is the pilot's own word, and goes with the key.
      after: { accountId, scopes: kept },
      at: createdAt,
    });
    return { ok: true, keyId, text };
  });
  if (outcome.ok) container.log.info({ accountId, keyId, scopes: kept }, 'an API key was made');
  return outcome;
}
