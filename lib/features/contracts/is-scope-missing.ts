import { EsiForbiddenError } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import type { TokenPurpose } from '#lib/server/eve-tokens.ts';
import { fromId } from '#lib/server/ids.ts';

/**
 * Whether ESI refuses because the grant does not hold the scope. Around downtime it refuses what was granted,
 * too: to ask the pilot again would mend nothing.
 */
export async function isScopeMissing(
  { db }: Pick<Container, 'db'>,
  error: unknown,
  {
    characterId,
    purpose,
    scope,
  }: {
    readonly characterId: number;
    readonly purpose: TokenPurpose;
    readonly scope: string;
  },
): Promise<boolean> {
  if (!(error instanceof EsiForbiddenError)) return false;
  const token = await db.eveToken.findUnique({
    where: { characterId_purpose: { characterId: fromId(characterId), purpose } },
    select: { scopes: true },
  });
  return !token?.scopes.includes(scope);
}
