import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTradeSite, type TradeSite } from '#tests/support/trade-site.ts';
import { createSession, createSessionToken, readViewer } from './sessions.ts';

const MINUTE_MS = 60_000;

let site: TradeSite;
beforeAll(async () => {
  site = await createTradeSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

test('a disk that is full keeps nobody who is signed in from reading', async () => {
  const { container } = site;
  const { accountId, characterId } = await site.addPilot(9000000000002, 'Ilya Torvanen');
  const token = createSessionToken();
  await createSession(container, { token, accountId, characterId, now: site.now() });
  const later = new Date(site.now().getTime() + 2 * MINUTE_MS);

  await refuseWrites('53100');
  expect(await readViewer(container, token, later)).toMatchObject({ accountId });
  await refuseWrites('42501');
  await expect(readViewer(container, token, later)).rejects.toThrow('refused');
});

async function refuseWrites(code: string): Promise<void> {
  await site.container.pool.query(`
    create or replace function refuse_session() returns trigger language plpgsql as
      $$ begin raise exception 'refused' using errcode = '${code}'; end $$;
    create or replace trigger refuse_session before update on session
      for each row execute function refuse_session()`);
}
