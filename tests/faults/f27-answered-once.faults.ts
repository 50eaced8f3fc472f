import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeKey } from '#lib/features/api-keys/make-key.ts';
import { revokeKey } from '#lib/features/api-keys/revoke-key.ts';
import { API_SCOPES } from '#lib/server/api-keys.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { JITA_ID, TRADER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';
import { type ApiProcess, startApiProcess } from './support/start-api-process.ts';

const BODY = JSON.stringify({ text: 'Veldspar\t1000' });
/** Longer than a process has for its answer. */
const TURN_MS = 61_000;
const AT_ONCE = 24;

const { stage, accountId } = await setStage();
await stage.container.pool.query(
  `insert into price (hub_id, type_id, buy_best, buy_top5, sell_best, sell_top5, buy_volume,
    sell_volume, buy_orders, sell_orders, book_at, fetched_at, expires_at)
  values ($1, $2, 1688, 1688, 1820, 1820, 1000000, 1000000, 9, 9, $3, $3, $3)`,
  [JITA_ID, VELDSPAR_ID, stage.now()],
);

let lastAddress = 0;

async function makeApiKey() {
  const made = await makeKey(
    stage.container,
    { accountId },
    { name: randomUUID().slice(0, 8), scopes: [...API_SCOPES] },
  );
  if (!made.ok) throw new Error(made.reason);
  return { key: made.text, keyId: made.keyId };
}

async function startTwo(): Promise<readonly [ApiProcess, ApiProcess]> {
  const both = await Promise.all([startApiProcess(stage), startApiProcess(stage)]);
  onTestFinished(async () => {
    for (const each of both) await each[Symbol.asyncDispose]();
  });
  return both;
}

async function send(to: ApiProcess, key: string, idempotencyKey?: string) {
  lastAddress += 1;
  const answer = await to.ask('/quotes', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${key}`,
      // An address has only so many quotes in a minute, and so has an account.
      'X-Forwarded-For': `10.1.${lastAddress >> 8}.${lastAddress & 255}`,
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    },
    body: BODY,
  });
  const isReplayed = answer.headers.has('idempotency-replayed');
  return { status: answer.status, text: await answer.text(), isReplayed };
}

const countQuotes = () => stage.container.db.quote.count();

describe('F27 a request that makes a quote', () => {
  test.each([
    { killAt: 'turn taken', made: 0 },
    { killAt: 'answer made', made: 1 },
  ])(
    'whose process is killed at $killAt is finished by another, once',
    async ({ killAt, made }) => {
      const [victim, other] = await startTwo();
      const { key } = await makeApiKey();
      const id = randomUUID();
      const before = await countQuotes();
      await victim.order({ killAt });
      await expect(send(victim, key, id)).rejects.toThrow('fetch failed');
      expect(await victim.ended).toBe('SIGKILL');
      expect(await countQuotes()).toBe(before + made);

      // For all that anybody knows, it is still at work.
      expect(await send(other, key, id)).toMatchObject({ status: 409 });
      stage.later(TURN_MS);
      await other.order({});
      const done = await send(other, key, id);
      expect(done).toMatchObject({ status: 201, isReplayed: false });
      expect(await countQuotes()).toBe(before + 1);
      expect(await send(other, key, id)).toEqual({ ...done, isReplayed: true });
    },
  );

  test('whose process is killed before its answer is out is answered by another at once', async () => {
    const [victim, other] = await startTwo();
    const { key } = await makeApiKey();
    const id = randomUUID();
    const before = await countQuotes();
    await victim.order({ killAt: 'answer kept' });
    await expect(send(victim, key, id)).rejects.toThrow('fetch failed');
    expect(await send(other, key, id)).toMatchObject({ status: 201, isReplayed: true });
    expect(await countQuotes()).toBe(before + 1);
  });

  test('sent to two processes by many at once is made once', async () => {
    const both = await startTwo();
    const { key } = await makeApiKey();
    const id = randomUUID();
    const before = await countQuotes();
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => send(both[at % 2 === 0 ? 0 : 1], key, id)),
    );
    expect(await countQuotes()).toBe(before + 1);
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    expect(made.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
    const rest = answers.filter(({ status }) => status !== 201).map(({ status }) => status);
    expect(new Set(rest)).toEqual(new Set(rest.length > 0 ? [409] : []));
  });

  test('with a key that is revoked meanwhile is made or refused, and nothing after it', async () => {
    const both = await startTwo();
    const { key, keyId } = await makeApiKey();
    const before = await countQuotes();
    const inFlight = Array.from({ length: 8 }, (_, at) => send(both[at % 2 === 0 ? 0 : 1], key));
    expect(await revokeKey(stage.container, { accountId }, keyId)).toBe(true);
    const after = await Promise.all(both.map((each) => send(each, key, randomUUID())));
    expect(after.map(({ status }) => status)).toEqual([401, 401]);

    const answers = await Promise.all(inFlight);
    const made = answers.filter(({ status }) => status === 201).length;
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(answers.length - made);
    expect(await countQuotes()).toBe(before + made);
  });

  test('leaves all that must hold as it is', async () => {
    // A check of nothing would hold, too.
    const { code } = await stage.quote({ accountId });
    await stage.act(await stage.contract(code), 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    await expectInvariants(stage);
  });
});
