import { characterWallet, corporationWallets } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { withAccessToken } from '#lib/server/eve-tokens.ts';

/** Whoever fails is asked again after so long. */
const RETRY_MS = 5 * 60_000;
/** Contracts of a corporation are paid from its master wallet unless somebody says otherwise. */
const MASTER_DIVISION = 1;

type Asked = {
  readonly partyId: number;
  readonly characterId: number;
  readonly isCorporation: boolean;
};

/**
 * Read the wallets of the characters and corporations that programs name, where one of their characters
 * allows it and EVE has a newer answer. What nobody allows any more is forgotten. One wallet that cannot be
 * read never stops the others.
 */
export async function refreshFunds(container: Container, signal: AbortSignal): Promise<void> {
  await forgetEnded(container);
  for (const asked of await readDue(container)) {
    signal.throwIfAborted();
    await refreshOne(container, asked, signal);
  }
}

/** Of whom a character has allowed it, and belongs to the party still. */
export const ALLOWED = `
  select party.id as party_id, min(character.id) as character_id,
    party.kind = 'corporation' as is_corporation
  from (select distinct assignee_id as id, assignee_kind as kind from program) party
  join character on case party.kind
    when 'corporation' then character.corporation_id else character.id end = party.id
  join eve_token on eve_token.character_id = character.id
    and eve_token.purpose = 'wallet' and eve_token.state = 'active'
  where character.account_id is not null
  group by party.id, party.kind`;

async function forgetEnded({ pool }: Container): Promise<void> {
  await pool.query({
    name: 'forget-funds',
    text: `delete from funds where party_id not in (select party_id from (${ALLOWED}) allowed)`,
  });
}

async function readDue({ pool, clock }: Container): Promise<Asked[]> {
  const { rows } = await pool.query<{
    party_id: string;
    character_id: string;
    is_corporation: boolean;
  }>({
    name: 'due-funds',
    text: `select allowed.party_id, allowed.character_id, is_corporation
      from (${ALLOWED}) allowed left join funds using (party_id)
      where next_poll_at is null or next_poll_at <= $1 or funds.character_id <> allowed.character_id
      order by 1`,
    values: [clock()],
  });
  return rows.map((row) => ({
    partyId: Number(row.party_id),
    characterId: Number(row.character_id),
    isCorporation: row.is_corporation,
  }));
}

async function refreshOne(container: Container, asked: Asked, signal: AbortSignal): Promise<void> {
  try {
    const { balance, readAt, newerAt } = await readBalance(container, asked, signal);
    await container.pool.query({
      name: 'keep-funds',
      text: `insert into funds (party_id, character_id, balance, read_at, next_poll_at)
        values ($1, $2, $3, $4, $5)
        on conflict (party_id) do update set character_id = $2, balance = $3, read_at = $4,
          next_poll_at = $5`,
      values: [asked.partyId, asked.characterId, balance, readAt, newerAt],
    });
  } catch (error) {
    if (signal.aborted) throw error;
    container.log.warn({ err: error, partyId: asked.partyId }, 'a wallet could not be read');
    // What was read before stays, and grows old.
    await container.pool.query({
      name: 'put-off-funds',
      text: `insert into funds (party_id, character_id, next_poll_at) values ($1, $2, $3)
        on conflict (party_id) do update set character_id = $2, next_poll_at = $3`,
      values: [asked.partyId, asked.characterId, new Date(container.clock().getTime() + RETRY_MS)],
    });
  }
}

async function readBalance(
  container: Container,
  { partyId, characterId, isCorporation }: Asked,
  signal: AbortSignal,
): Promise<{ balance: bigint; readAt: Date; newerAt: Date }> {
  const owner = { characterId, purpose: 'wallet' } as const;
  const { isk, fetchedAt, expiresAt } = await withAccessToken(
    container,
    owner,
    async (accessToken) => {
      const call = { signal, accessToken };
      if (!isCorporation) {
        const answer = await container.esi.request(characterWallet({ characterId }), call);
        return { ...answer, isk: answer.data };
      }
      const ask = { corporationId: partyId, tokenCharacterId: characterId };
      const answer = await container.esi.request(corporationWallets(ask), call);
      const master = answer.data.find(({ division }) => division === MASTER_DIVISION);
      return { ...answer, isk: master?.balance ?? 0 };
    },
    signal,
  );
  return { balance: BigInt(Math.round(isk * 100)), readAt: fetchedAt, newerAt: expiresAt };
}
