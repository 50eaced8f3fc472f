import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { findQuote } from '#lib/features/contracts/quote-facts.ts';
import { settleQuotes } from '#lib/features/contracts/settle-quotes.ts';
import { ConcurrentChangeError } from '#lib/server/transact.ts';
import { expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { choose } from './support/choose.ts';

const NEVER = new AbortController().signal;
/** Every table that a poll, a match or a settlement writes. */
const TABLES = [
  'contract',
  'contract_sighting',
  'contract_feed',
  'contract_item',
  'verdict',
  'quote',
  'settlement',
  'ledger_entry',
  'audit_event',
  'outbox_event',
];
const CODES = { '40001': 'serialization failure', '40P01': 'deadlock' };
/** Both codes come in every run, each in some of the tables. */
const CASES = Object.keys(CODES).flatMap((code) =>
  choose(
    TABLES.map((table) => ({ table, code })),
    4,
  ),
);

let stage: Stage;
let accountId: string;
beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  await stage.container.pool.query(`
    create sequence lost;
    create function lose() returns trigger language plpgsql as $$
      begin
        -- A sequence is not rolled back, so it counts across tries.
        if nextval('lost') <= tg_argv[0]::int then
          raise exception 'lost' using errcode = tg_argv[1];
        end if;
        return null;
      end $$`);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

describe('F7 a write that loses against another', () => {
  test.each(CASES)('in $table ($code) is made again, and once', async ({ table, code }) => {
    const quote = await stage.quote({ accountId });
    await stage.act(await stage.contract(quote.code), 'accept', TRADER_ID);
    await loseAt(table, code, 3);
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.state(quote.code)).toBe('completed');
    expect(await timesTried()).toBeGreaterThan(3);
    await stopLosing(table);
  });

  test.each([
    { table: 'contract_sighting', code: '40001', looks: 1 },
    // What could not be matched while items were read is looked at once more at the end of a poll.
    { table: 'settlement', code: '40P01', looks: 2 },
  ])('in $table for ever is given up after six tries, and found again', async (row) => {
    const { table, code, looks } = row;
    const quote = await stage.quote({ accountId });
    await stage.act(await stage.contract(quote.code), 'accept', TRADER_ID);
    await loseAt(table, code, 1_000);
    const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow();
    stage.later(20_000);
    await pollFeed(stage.container, { feedId }, NEVER).catch(() => {});
    expect(await stage.state(quote.code)).toBe('open');
    await stopLosing(table);
    expect(await timesTried()).toBe(6 * looks);

    await stage.poll();
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(quote.code)).toBe('completed');
  });

  test.each(['matched', 'settled', 'completed'])(
    'of what was %s in the trail takes it along',
    async (action) => {
      const quote = await stage.quote({ accountId });
      await stage.act(await stage.contract(quote.code), 'accept', TRADER_ID);
      await loseTrailOf(action);
      await stage.poll();
      expect(await timesTried()).toBeGreaterThan(0);
      expect(await stage.state(quote.code)).toBe('open');
      await stopLosing('audit_event');
      await expectInvariants(stage);

      await maintainContracts(stage.container, NEVER);
      expect(await stage.state(quote.code)).toBe('completed');
    },
  );

  test('because the quote has moved on is told so, and writes nothing', async () => {
    const { container } = stage;
    const { id, code } = await stage.quote({ accountId });
    const stale = await container.db.$transaction((tx) => findQuote(tx, id));
    await stage.act(await stage.contract(code), 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    const late = container.db.$transaction(async (tx) => {
      if (stale) await settleQuotes(tx, [stale], stage.now());
    });
    await expect(late).rejects.toBeInstanceOf(ConcurrentChangeError);
    expect(await settlementsOf(stage, id)).toHaveLength(1);
  });

  test('leaves all that must hold as it is', async () => {
    await expectInvariants(stage);
  });
});

async function loseAt(table: string, code: string, times: number): Promise<void> {
  await stage.container.pool.query(`
    alter sequence lost restart;
    create trigger lose after insert or update on ${table}
      for each statement execute function lose(${times}, '${code}')`);
}

async function loseTrailOf(action: string): Promise<void> {
  await stage.container.pool.query(`
    alter sequence lost restart;
    create trigger lose after insert on audit_event
      for each row when (new.action = '${action}') execute function lose(1000, '40001')`);
}

async function stopLosing(table: string): Promise<void> {
  await stage.container.pool.query(`drop trigger lose on ${table}`);
}

async function timesTried(): Promise<number> {
  const { rows } = await stage.container.pool.query<{ last_value: string }>(
    'select last_value from lost',
  );
  return Number(rows[0]?.last_value);
}
