import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { readAccountIds } from './read-account-ids.ts';
import { readContracts } from './read-contracts.ts';
import { readOwnEvents } from './read-events.ts';
import { readQuotes } from './read-quotes.ts';
import {
  accountRecordSchema,
  apiKeyRecordSchema,
  characterRecordSchema,
  contractRecordSchema,
  EXPORT_FORMAT,
  eventRecordSchema,
  formerCharacterRecordSchema,
  quoteRecordSchema,
  sessionRecordSchema,
} from './schema.ts';

/** A quote may have hundreds of lines, each with what made its price. */
const QUOTES_A_PAGE = 10;
const CONTRACTS_A_PAGE = 20;

/**
 * All that is kept of an account, as the JSON of `accountExportSchema`, in pieces: a page of quotes or contracts
 * at a time, however many there are. Each record is written through its schema, which lets nothing else
 * through.
 *
 * What changes meanwhile may be in it or not.
 */
export async function* exportAccount(
  { db, clock }: Pick<Container, 'db' | 'clock'>,
  { accountId }: Pick<Viewer, 'accountId'>,
): AsyncGenerator<string, void, undefined> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    include: {
      characters: {
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { tokens: { orderBy: { purpose: 'asc' } } },
      },
      sessions: { orderBy: { createdAt: 'asc' }, omit: { tokenHash: true } },
      apiKeys: { orderBy: { id: 'asc' }, omit: { tokenHash: true } },
    },
  });
  const accountIds = await readAccountIds(db, accountId);
  const former = await db.formerCharacter.findMany({
    where: { accountId },
    orderBy: { leftAt: 'asc' },
  });
  const head = {
    format: EXPORT_FORMAT,
    exportedAt: clock().toISOString(),
    account: accountRecordSchema.encode({
      accountId,
      role: account.role,
      mainCharacterId: toIdOrNull(account.mainCharacterId),
      createdAt: account.createdAt,
    }),
    characters: account.characters.map((character) =>
      characterRecordSchema.encode({
        characterId: toId(character.id),
        name: character.name,
        ownerHash: character.ownerHash,
        corporationId: toIdOrNull(character.corporationId),
        allianceId: toIdOrNull(character.allianceId),
        affiliationAt: character.affiliationAt,
        createdAt: character.createdAt,
        lastSignInAt: character.lastSignInAt,
        permissions: character.tokens.map((token) => ({
          purpose: token.purpose,
          scopes: token.scopes,
          state: token.state,
          deadReason: token.deadReason,
          grantedAt: token.createdAt,
          refreshedAt: token.refreshedAt,
        })),
      }),
    ),
    formerCharacters: former.map(({ characterId, leftAt }) =>
      formerCharacterRecordSchema.encode({ characterId: toId(characterId), leftAt }),
    ),
    sessions: account.sessions.map((session) =>
      sessionRecordSchema.encode({
        sessionId: session.id,
        characterId: toId(session.characterId),
        createdAt: session.createdAt,
        lastSeenAt: session.lastSeenAt,
      }),
    ),
    apiKeys: account.apiKeys.map(({ id, name, scopes, createdAt, lastUsedAt }) =>
      apiKeyRecordSchema.encode({ keyId: id, name, scopes, createdAt, lastUsedAt }),
    ),
    events: z.encode(z.array(eventRecordSchema), await readOwnEvents(db, accountIds)),
  };
  // Without its closing brace: two lists follow.
  yield JSON.stringify(head).slice(0, -1);
  yield* writeList('quotes', quoteRecordSchema, (last) =>
    readQuotes(db, accountIds, { afterId: last?.quoteId ?? null, limit: QUOTES_A_PAGE }),
  );
  yield* writeList('contracts', contractRecordSchema, (last) =>
    readContracts(db, accountIds, {
      afterId: BigInt(last?.contractId ?? 0),
      limit: CONTRACTS_A_PAGE,
    }),
  );
  yield '}\n';
}

async function* writeList<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  readAfter: (last: z.output<Schema> | undefined) => Promise<z.output<Schema>[]>,
): AsyncGenerator<string, void, undefined> {
  yield `,"${name}":[`;
  let page = await readAfter(undefined);
  let isFirst = true;
  while (page.length > 0) {
    const texts = page.map((record) => JSON.stringify(z.encode(schema, record)));
    yield `${isFirst ? '' : ','}${texts.join(',')}`;
    isFirst = false;
    page = await readAfter(page.at(-1));
  }
  yield ']';
}

function toIdOrNull(id: bigint | null): number | null {
  return id === null ? null : toId(id);
}
