import { corporation } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { canOpen } from '#lib/server/crypto.ts';
import type { EveToken } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { standingSessions } from '#lib/server/sessions.ts';
import type { Role, Viewer } from '#lib/server/viewer.ts';
import { PURPOSES } from './purposes.ts';
import { type Purpose, purposeSchema } from './schema.ts';

/** How a grant stands. */
export type GrantHealth =
  | 'valid'
  | 'revoked'
  | 'owner-changed'
  | 'scopes-missing'
  /** No key of the site opens it any more. */
  | 'unreadable';

export type GrantView = {
  readonly purpose: Purpose;
  readonly health: GrantHealth;
  readonly grantedAt: Date;
  readonly refreshedAt: Date | null;
};

export type CharacterView = {
  readonly characterId: number;
  readonly name: string;
  readonly corporationId: number | null;
  /** Null as long as ESI has not said. */
  readonly corporationName: string | null;
  readonly isMain: boolean;
  readonly lastSignInAt: Date | null;
  readonly grants: readonly GrantView[];
};

export type AccountView = {
  readonly accountId: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly characters: readonly CharacterView[];
  /** Browsers that are signed in, this one included. */
  readonly sessionCount: number;
};

const NAME_TIMEOUT_MS = 1_500;

/** One's own account: characters, grants, where one is signed in. */
export async function getAccountView(
  container: Pick<Container, 'db' | 'env' | 'esi' | 'clock'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  signal: AbortSignal = AbortSignal.timeout(NAME_TIMEOUT_MS),
): Promise<AccountView> {
  const { db, esi, clock } = container;
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    include: {
      characters: { include: { tokens: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      _count: { select: { sessions: { where: standingSessions(clock()) } } },
    },
  });
  const corporationIds = account.characters.flatMap(({ corporationId }) =>
    corporationId === null ? [] : [toId(corporationId)],
  );
  const names = await readCorporationNames(esi, corporationIds, signal);

  return {
    accountId,
    role: account.role,
    createdAt: account.createdAt,
    sessionCount: account._count.sessions,
    characters: account.characters.map((character) => {
      const corporationId = character.corporationId === null ? null : toId(character.corporationId);
      return {
        characterId: toId(character.id),
        name: character.name,
        corporationId,
        corporationName: (corporationId !== null && names.get(corporationId)) || null,
        isMain: character.id === account.mainCharacterId,
        lastSignInAt: character.lastSignInAt,
        grants: character.tokens.flatMap((token) => toGrantView(container, token)),
      };
    }),
  };
}

function toGrantView(container: Pick<Container, 'env'>, token: EveToken): GrantView[] {
  const purpose = purposeSchema.safeParse(token.purpose);
  if (!purpose.success) return [];
  return [
    {
      purpose: purpose.data,
      health: readHealth(container, token, purpose.data),
      grantedAt: token.createdAt,
      refreshedAt: token.refreshedAt,
    },
  ];
}

function readHealth(
  container: Pick<Container, 'env'>,
  token: EveToken,
  purpose: Purpose,
): GrantHealth {
  if (token.state === 'dead')
    return token.deadReason === 'owner-changed' ? 'owner-changed' : 'revoked';
  const owner = String(token.characterId);
  if (!canOpen(container, token.sealedRefreshToken, owner)) return 'unreadable';
  const isWhole = PURPOSES[purpose].scopes.every((scope) => token.scopes.includes(scope));
  return isWhole ? 'valid' : 'scopes-missing';
}

async function readCorporationNames(
  esi: Container['esi'],
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const answers = await Promise.allSettled(
    [...new Set(ids)].map(async (corporationId) => {
      const { data } = await esi.request(corporation({ corporationId }), { signal });
      return [corporationId, data.name] as const;
    }),
  );
  return new Map(
    answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
  );
}
