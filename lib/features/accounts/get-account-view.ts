import type { Container } from '#lib/server/container.ts';
import { canOpen } from '#lib/server/crypto.ts';
import type { EveToken } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { readPartyNames } from '#lib/server/parties.ts';
import { standingSessions } from '#lib/server/sessions.ts';
import type { Role, Viewer } from '#lib/server/viewer.ts';
import { PURPOSES } from './purposes.ts';
import { type GrantedPurpose, grantedPurposeSchema } from './schema.ts';

/** How a grant stands. EVE does not say which of the two has ended one: taken back, or run out. */
export type GrantHealth =
  | 'valid'
  | 'ended-at-eve'
  | 'unlinked'
  | 'owner-changed'
  | 'scopes-missing'
  /** No key of the site opens it any more. */
  | 'unreadable';

export type GrantView = {
  readonly purpose: GrantedPurpose;
  readonly health: GrantHealth;
  readonly grantedAt: Date;
  /** When EVE last gave something for it: it was used then. */
  readonly refreshedAt: Date | null;
};

export type CharacterView = {
  readonly characterId: number;
  readonly name: string;
  /** Null as long as ESI has not said. */
  readonly corporationName: string | null;
  /** Null for a corporation in no alliance, too. */
  readonly allianceName: string | null;
  readonly isMain: boolean;
  readonly lastSignInAt: Date | null;
  readonly grants: readonly GrantView[];
};

/** One that EVE moved to somebody else. */
export type SoldCharacter = {
  readonly characterId: number;
  readonly name: string;
  readonly leftAt: Date;
};

export type AccountView = {
  readonly accountId: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly characters: readonly CharacterView[];
  /** Those of the last weeks. */
  readonly soldCharacters: readonly SoldCharacter[];
  /** Browsers that are signed in, this one included. */
  readonly sessionCount: number;
};

/** So long the page tells of it. */
const SOLD_SHOWN_MS = 30 * 86_400_000;

/** One's own account: characters, grants, where one is signed in. */
export async function getAccountView(
  container: Pick<Container, 'db' | 'pool' | 'env' | 'clock'>,
  { accountId }: Pick<Viewer, 'accountId'>,
): Promise<AccountView> {
  const { db, clock } = container;
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    include: {
      characters: { include: { tokens: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      _count: { select: { sessions: { where: standingSessions(clock()) } } },
    },
  });
  const names = await readPartyNames(
    container,
    account.characters.flatMap(({ corporationId, allianceId }) =>
      [corporationId, allianceId].flatMap((id) => (id === null ? [] : [toId(id)])),
    ),
  );
  const nameOf = (id: bigint | null) => (id !== null && names.get(toId(id))) || null;

  return {
    accountId,
    role: account.role,
    createdAt: account.createdAt,
    sessionCount: account._count.sessions,
    soldCharacters: await readSold(container, accountId),
    characters: account.characters.map((character) => ({
      characterId: toId(character.id),
      name: character.name,
      corporationName: nameOf(character.corporationId),
      allianceName: nameOf(character.allianceId),
      isMain: character.id === account.mainCharacterId,
      lastSignInAt: character.lastSignInAt,
      grants: character.tokens.flatMap((token) => toGrantView(container, token)),
    })),
  };
}

/** Whose owner changed, as the trail tells: a character that was removed by hand surprises nobody. */
async function readSold(
  { db, clock }: Pick<Container, 'db' | 'clock'>,
  accountId: string,
): Promise<SoldCharacter[]> {
  const since = new Date(clock().getTime() - SOLD_SHOWN_MS);
  const rows = await db.$queryRaw<{ id: bigint; name: string; leftAt: Date }[]>`
    select character.id, character.name, left_at as "leftAt"
    from former_character former join character on character.id = former.character_id
    where former.account_id = ${accountId}::uuid and left_at > ${since}
      and character.account_id is distinct from former.account_id
      and exists (select from audit_event
        where entity = 'character' and entity_id = character.id::text
          and action = 'owner-changed' and at = left_at)
    order by left_at`;
  return rows.map(({ id, name, leftAt }) => ({
    characterId: toId(id),
    // The buyer may have had it forgotten.
    name: name || `#${id}`,
    leftAt,
  }));
}

function toGrantView(container: Pick<Container, 'env'>, token: EveToken): GrantView[] {
  const purpose = grantedPurposeSchema.safeParse(token.purpose);
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
  purpose: GrantedPurpose,
): GrantHealth {
  if (token.state === 'dead') {
    const { deadReason } = token;
    return deadReason === 'owner-changed' || deadReason === 'unlinked'
      ? deadReason
      : 'ended-at-eve';
  }
  const owner = String(token.characterId);
  if (!canOpen(container, token.sealedRefreshToken, owner)) return 'unreadable';
  const isWhole = PURPOSES[purpose].scopes.every((scope) => token.scopes.includes(scope));
  return isWhole ? 'valid' : 'scopes-missing';
}
