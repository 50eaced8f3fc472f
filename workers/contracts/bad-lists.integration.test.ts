import { beforeEach, describe, expect, test } from 'vitest';
import { feedStatusFor } from '#lib/features/contracts/feed-status.ts';
import { enqueueDueFeeds } from '#lib/features/contracts/jobs.ts';
import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import type { EsiAnswer } from '#workers/testing/esi-proxy.ts';
import { contractOf, expectInvariants, findingCodes, goneAt } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_CORPORATION_ID, TRADER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;
const VELDSPAR = {
  record_id: 1,
  type_id: VELDSPAR_ID,
  quantity: 10_000,
  is_included: true,
  is_singleton: false,
};

const { stage, accountId } = await setStage();

beforeEach(async () => {
  await stage.poll();
});

describe('one contract that cannot be kept', () => {
  test('for a reason that only the database knows keeps no other from being seen', async () => {
    const { code } = await stage.quote({ accountId });
    const good = await stage.contract(code);
    const poisoned = await stage.contract('nothing of ours');
    const alsoGood = await stage.contract((await stage.quote({ accountId })).code);
    await refuse(poisoned);

    expect(await stage.poll()).toEqual(['complete']);
    expect([await stage.verdict(good), await stage.verdict(alsoGood)]).toEqual(['valid', 'valid']);
    expect(await unreadableIds()).toEqual([poisoned]);

    await stage.container.pool.query('drop trigger refuse on contract');
    await stage.poll();
    expect(await unreadableIds()).toEqual([]);
    expect((await contractOf(stage, poisoned)).title).toBe('nothing of ours');
  });

  test.each([
    { name: 'without an issuer', change: { issuer_id: undefined } },
    { name: 'with a date that is none', change: { date_issued: 'yesterday' } },
    { name: 'with a place beyond 2^53', change: { start_location_id: 2 ** 60 } },
    { name: 'with a price of text', change: { price: 'much' } },
    { name: 'with a price beyond all ISK', change: { price: 1e300 } },
  ])('$name is named to the trader, and is not gone', async ({ change }) => {
    const { code } = await stage.quote({ accountId });
    const spoiled = await stage.contract(code);
    await stage.poll();
    const good = await stage.contract((await stage.quote({ accountId })).code);
    changeList((rows) =>
      rows.map((row) => (row.contract_id === spoiled ? { ...row, ...change } : row)),
    );
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(good)).toBe('valid');
    expect(await goneAt(stage, spoiled)).toBeNull();
    expect(await stage.state(code)).toBe('contracted');
    expect(await unreadableIds()).toEqual([spoiled]);
  });

  test('with words that EVE never said before is kept, and its verdict tells', async () => {
    const quotes = [await stage.quote({ accountId }), await stage.quote({ accountId })];
    const [first = 0, second = 0] = await Promise.all(
      quotes.map(({ code }) => stage.contract(code)),
    );
    changeList((rows) =>
      rows.map((row) => {
        if (row.contract_id === first) return { ...row, type: 'barter', availability: 'galaxy' };
        return row.contract_id === second ? { ...row, status: 'pondered' } : row;
      }),
    );
    expect(await stage.poll()).toEqual(['complete']);
    expect(await contractOf(stage, first)).toMatchObject({
      type: 'barter',
      availability: 'galaxy',
    });
    expect(await contractOf(stage, second)).toMatchObject({ status: 'pondered' });
    expect(await findingCodes(stage, first)).toEqual(expect.arrayContaining(['type-wrong']));
    expect(await findingCodes(stage, second)).toEqual(expect.arrayContaining(['status-unknown']));
  });

  test('whose items make no sense keeps no older one from its items', async () => {
    const { code } = await stage.quote({ accountId });
    const good = await stage.contract(code);
    const bad: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      bad.push(await stage.contract((await stage.quote({ accountId })).code));
    }
    const isBad = (path: string) => bad.some((id) => path.includes(`/${id}/items`));
    stage.esi.tamper = (path, answer) => (isBad(path) ? { ...answer, body: '[{}]' } : answer);
    await stage.poll();
    expect(await stage.verdict(good)).toBe('valid');
    expect(await stage.verdict(bad[0] ?? 0)).toBeNull();

    stage.esi.tamper = (path, answer) =>
      isBad(path)
        ? { ...answer, body: JSON.stringify([{ ...VELDSPAR, type_id: 2 ** 40 }]) }
        : answer;
    // Until then ESI says the same again, and does not like to be asked.
    stage.later(3_600_000);
    await stage.poll();
    expect((await contractOf(stage, bad[0] ?? 0)).itemsState).toBe('unavailable');
    expect(await stage.verdict(bad[0] ?? 0)).toBe('fix-needed');
  });

  test('whose items name one record twice has it once', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    stage.esi.tamper = (path, answer) =>
      path.includes(`/${contractId}/items`)
        ? { ...answer, body: JSON.stringify([VELDSPAR, VELDSPAR]) }
        : answer;
    await stage.poll();
    expect(await stage.verdict(contractId)).toBe('valid');
  });
});

describe('a list that EVE spoils', () => {
  const spoil: Record<string, (answer: EsiAnswer, path: string) => EsiAnswer> = {
    'half a document': (answer) => ({ ...answer, body: answer.body.slice(0, -20) }),
    'a page of HTML': (answer) => ({ ...answer, body: '<html>awselb</html>' }),
    'nothing at all': (answer) => ({ ...answer, body: '' }),
    'an empty list that calls itself text': (answer) =>
      withHeader(answer, 'content-type', 'text/plain', '[]'),
    'a row without an id': (answer) => ({ ...answer, body: '[{}]' }),
    '10^9 pages': (answer) => withHeader(answer, 'x-pages', '1000000000'),
    '-1 pages': (answer) => withHeader(answer, 'x-pages', '-1'),
    'pages of which nobody knows how many': (answer) => without(answer, 'x-pages'),
    'two pages with nothing on them': () => ({
      status: 200,
      headers: new Headers({
        'content-type': 'application/json',
        'last-modified': stage.now().toUTCString(),
        // Well understood, if not believed: it is asked for again once it has expired.
        date: stage.now().toUTCString(),
        expires: new Date(stage.now().getTime() + 1_000).toUTCString(),
        'x-pages': '2',
      }),
      body: '[]',
    }),
    'NaN pages': (answer) => withHeader(answer, 'x-pages', 'NaN'),
  };

  test.each(Object.keys(spoil))('into %s changes nothing, and the trader is told', async (what) => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();
    const before = await snapshot();
    // Else EVE would say only that nothing has changed.
    await stage.contract(code);

    stage.esi.tamper = (path, answer) => (isList(path) && spoil[what]?.(answer, path)) || answer;
    expect(await stage.poll()).toEqual(['garbled']);
    expect(await snapshot()).toEqual(before);
    expect(await goneAt(stage, contractId)).toBeNull();
    const [feed] = (await listInbox(stage.container)).feeds;
    expect(feed).toMatchObject({ trouble: 'garbled', needsGrant: false });
    const { failures, nextPollAt } = await stage.container.db.contractFeed.findFirstOrThrow();
    expect(failures).toBe(1);
    expect(nextPollAt.getTime() - stage.now().getTime()).toBeGreaterThan(5_000);
    expect(nextPollAt.getTime() - stage.now().getTime()).toBeLessThan(60_000);

    stage.esi.tamper = (_path, answer) => answer;
    expect(await stage.poll()).toEqual(['complete']);
    expect((await listInbox(stage.container)).feeds[0]?.trouble).toBeNull();
  });

  test('by an Expires that is wrong is read again neither at once nor next year', async () => {
    for (const expires of [
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'soon',
      'Sat, 01 Jan 2050 00:00:00 GMT',
    ]) {
      stage.later(2 * HOUR_MS);
      stage.esi.tamper = (path, answer) =>
        isList(path) ? withHeader(answer, 'expires', expires) : answer;
      expect(await stage.poll()).toEqual(['complete']);
      const { nextPollAt } = await stage.container.db.contractFeed.findFirstOrThrow();
      const pauseMs = nextPollAt.getTime() - stage.now().getTime();
      expect(pauseMs).toBeGreaterThan(30_000);
      expect(pauseMs).toBeLessThan(HOUR_MS + 5_000);
    }
    stage.later(2 * HOUR_MS);
  });

  test('by giving an older one than before marks nothing as gone', async () => {
    const lists = new Map<string, EsiAnswer>();
    stage.esi.tamper = (path, answer) => {
      if (isList(path) && answer.status === 200) lists.set(path, answer);
      return answer;
    };
    await stage.contract('nothing of ours');
    stage.later(60_000);
    expect(await stage.poll()).toEqual(['complete']);
    const old = new Map(lists);
    const { code } = await stage.quote();
    const contractId = await stage.contract(code);
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.verdict(contractId)).toBe('valid');
    const before = await snapshot();

    stage.esi.tamper = (path, answer) => {
      const { body = '', headers } = old.get(path) ?? {};
      if (!headers) return answer;
      const modified = withHeader(
        answer,
        'last-modified',
        headers.get('last-modified') ?? '',
        body,
      );
      return without({ ...modified, status: 200 }, 'etag');
    };
    expect(await stage.poll()).toEqual(['torn']);
    expect(await snapshot()).toEqual(before);
    expect(await stage.state(code)).toBe('contracted');
    const feed = await stage.container.db.contractFeed.findFirstOrThrow();
    expect(feed.nextPollAt.getTime()).toBeGreaterThan(stage.now().getTime());

    stage.esi.tamper = (_path, answer) => answer;
    stage.later(60_000);
    expect(await stage.poll()).toEqual(['complete']);
    expect(await stage.state(code)).toBe('contracted');
  });

  test('by a Last-Modified of next week is no reason to refuse the next ones', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    const nextWeek = new Date(stage.now().getTime() + 7 * 24 * HOUR_MS).toUTCString();
    stage.esi.tamper = (path, answer) =>
      isList(path) ? withHeader(answer, 'last-modified', nextWeek) : answer;
    stage.later(60_000);
    expect(await stage.poll()).toEqual(['complete']);

    stage.esi.tamper = (_path, answer) => answer;
    await stage.act(contractId, 'delete', PILOT_ID);
    expect(await stage.poll()).toEqual(['complete']);
    expect(await goneAt(stage, contractId)).not.toBeNull();
  });
});

describe('an outage', () => {
  test('is named as soon as it is known, to the trader and on the quote’s page', async () => {
    const where = () => feedStatusFor(stage.container, TRADER_CORPORATION_ID, stage.now());
    const { lastCompleteAt } = await where();
    stage.esi.tamper = (_path, { headers }) => ({ status: 503, headers, body: '' });
    expect(await stage.poll()).toEqual(['unreachable']);
    expect(await where()).toMatchObject({ isStale: true, lastCompleteAt });
    expect((await listInbox(stage.container)).feeds).toMatchObject([
      { trouble: 'silent', lastCompleteAt },
    ]);
  });

  test('of one worker hides nothing that another has found out meanwhile', async () => {
    const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow();
    await stage.contract((await stage.quote({ accountId })).code);
    stage.later(60_000);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = false;
    stage.esi.tamper = async (path, answer) => {
      if (!isList(path) || isHeld) return answer;
      isHeld = true;
      await released;
      return { ...answer, body: '<html>' };
    };
    const slow = pollFeed(stage.container, { feedId }, NEVER);
    await expect.poll(() => isHeld).toBe(true);
    // In a process of its own the other has a client of its own, which waits for nobody.
    const { createEsiClient } = await import('#lib/eve/esi/index.ts');
    await using esi = createEsiClient({
      baseUrl: stage.esi.url,
      userAgent: 'AgeiraTest/1.0 (test@example.com)',
      clock: stage.now,
    });
    expect(await pollFeed({ ...stage.container, esi }, { feedId }, NEVER)).toBe('complete');
    const found = await stage.container.db.contractFeed.findFirstOrThrow();
    release();
    expect(await slow).toBe('garbled');
    expect(await stage.container.db.contractFeed.findFirstOrThrow()).toEqual(found);
  });
});

describe('a clock that was an hour ahead', () => {
  test('and is set back leaves no list unread for that hour', async () => {
    const { container } = stage;
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    const { id: feedId } = await container.db.contractFeed.findFirstOrThrow();
    stage.later(60_000);
    const ahead = { ...container, clock: () => new Date(stage.now().getTime() + HOUR_MS) };
    expect(await pollFeed(ahead, { feedId }, NEVER)).toBe('complete');
    expect(await stage.verdict(contractId)).toBe('valid');

    const due: string[] = [];
    const queue = { enqueue: async ({ feedId: id }: { feedId: string }) => void due.push(id) };
    const never = { async [Symbol.asyncDispose]() {} };
    await enqueueDueFeeds(container, { ...queue, ...never });
    expect(due).toEqual([feedId]);

    await stage.act(contractId, 'delete', PILOT_ID);
    expect(await stage.poll()).toEqual(['complete']);
    expect(await goneAt(stage, contractId)).not.toBeNull();
    due.length = 0;
    await enqueueDueFeeds(container, { ...queue, ...never });
    expect(due).toEqual([]);
    const since = stage.now();
    expect((await feedStatusFor(container, TRADER_CORPORATION_ID, since)).walksSince).toBe(0);
  });
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.act(contractId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    await expectInvariants(stage, { isEveWhole: false });
  });
});

type Row = Record<string, unknown> & { contract_id: number };

function changeList(change: (rows: Row[]) => unknown[]): void {
  stage.esi.tamper = (path, answer) =>
    isList(path) && answer.status === 200
      ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) }
      : answer;
}

function isList(path: string): boolean {
  return path.includes('/contracts') && !path.includes('/items');
}

function withHeader(answer: EsiAnswer, name: string, value: string, body = answer.body): EsiAnswer {
  const headers = new Headers(answer.headers);
  headers.set(name, value);
  return { ...answer, headers, body };
}

function without(answer: EsiAnswer, name: string): EsiAnswer {
  const headers = new Headers(answer.headers);
  headers.delete(name);
  return { ...answer, headers };
}

async function refuse(contractId: number): Promise<void> {
  await stage.container.pool.query(`
    create or replace function refuse_one() returns trigger language plpgsql as $$
      begin raise exception 'not this one'; end $$;
    create trigger refuse before insert or update on contract
      for each row when (new.id = ${contractId}) execute function refuse_one()`);
}

async function unreadableIds(): Promise<number[]> {
  return (await listInbox(stage.container)).feeds.flatMap((feed) => feed.unreadableIds);
}

/** All that a walk may write but for the feed itself. */
async function snapshot() {
  const { db } = stage.container;
  return {
    contracts: await db.contract.findMany({ orderBy: { id: 'asc' } }),
    items: await db.contractItem.count(),
    sightings: await db.contractSighting.findMany({ orderBy: { contractId: 'asc' } }),
    audit: await db.auditEvent.count(),
    outbox: await db.outboxEvent.count(),
  };
}
