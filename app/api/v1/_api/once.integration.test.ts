import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClaimSecret } from '#lib/features/quotes/claim.ts';
import { createContainer } from '#lib/server/container.ts';
import { answerOnce, sweepKeptAnswers } from '#lib/server/kept-answers.ts';
import { type ApiSite, createApiSite } from './testing/api-site.ts';

const BODY = { text: 'Veldspar\t10000' };
const DAY_MS = 86_400_000;

let api: ApiSite;
let key: string;
beforeAll(async () => {
  api = await createApiSite();
  key = await api.makeKey(api.seller);
});
afterAll(() => api?.site[Symbol.asyncDispose]());

function make(idempotencyKey: string, body: unknown = BODY, asked = {}) {
  return api.ask('/quotes', {
    key,
    body,
    headers: { 'Idempotency-Key': idempotencyKey },
    ...asked,
  });
}

const countQuotes = () => api.site.container.db.quote.count();

describe('an Idempotency-Key', () => {
  test('the same key and request get the same answer, however it is quoted', async () => {
    const id = randomUUID();
    const first = await make(id);
    const before = await countQuotes();
    const again = await make(`"${id}"`);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('content-type')).toBe('application/json');
    expect(await countQuotes()).toBe(before);
  });

  test('fields in another order are the same request', async () => {
    const id = randomUUID();
    const { programId } = api.site;
    const first = await make(id, { text: BODY.text, programId });
    const again = await make(id, { programId, text: BODY.text });
    expect(again.text).toBe(first.text);
  });

  test('another request under it is refused, and the first stands', async () => {
    const id = randomUUID();
    const first = await make(id);
    const other = await make(id, { text: 'Veldspar\t1' });
    expect(other).toMatchObject({ status: 422, json: { reason: 'key-reused' } });
    expect((await make(id)).text).toBe(first.text);
  });

  test('another account, another guest and another thing to do have keys of their own', async () => {
    const id = randomUUID();
    const code = (await make(id)).json.code;
    const stranger = await api.makeKey(api.stranger);
    const theirs = await make(id, BODY, { key: stranger });
    const guest = { 'Idempotency-Key': id, 'Ageira-Claim': createClaimSecret() };
    const guests = await api.ask('/quotes', { body: BODY, headers: guest });
    const codes = [code, theirs.json.code, guests.json.code];
    expect(new Set(codes).size).toBe(3);
    const headers = { 'Idempotency-Key': id };
    const cancelled = await api.ask(`/quotes/${code}/cancel`, { key, method: 'POST', headers });
    expect(cancelled.json).toMatchObject({ code, state: 'cancelled' });
  });

  test('a key of the account that is renewed meanwhile makes nothing twice', async () => {
    const id = randomUUID();
    const first = await make(id);
    const renewed = await api.makeKey(api.seller);
    expect((await make(id, BODY, { key: renewed })).text).toBe(first.text);
  });

  test('of many at once, in two processes, one is made; the others get it or are told to wait', async () => {
    const { container } = api.site;
    await using other = await createContainer(container.env, 'other', { clock: container.clock });
    for (let round = 0; round < 5; round += 1) {
      const id = randomUUID();
      const before = await countQuotes();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          make(id, BODY, { container: at % 2 === 0 ? container : other }),
        ),
      );
      expect(await countQuotes()).toBe(before + 1);
      const made = answers.filter(({ status }) => status === 201);
      const waiting = answers.filter(({ status }) => status === 409);
      expect(made.length).toBeGreaterThan(0);
      expect(made.length + waiting.length).toBe(20);
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      expect(made.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
      for (const { headers, json } of waiting) {
        expect(headers.get('retry-after')).toBe('1');
        expect(json.reason).toBe('still-running');
      }
      expect((await make(id)).text).toBe(made[0]?.text);
    }
  });

  test('of many at once with other bodies one is made', async () => {
    const id = randomUUID();
    const before = await countQuotes();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => make(id, { text: `Veldspar\t${at + 1}000` })),
    );
    expect(await countQuotes()).toBe(before + 1);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 422)]);
  });

  test('what was refused made nothing, and may be mended under the same key', async () => {
    const id = randomUUID();
    expect((await make(id, { text: 'Nonsense' })).status).toBe(422);
    expect((await make(id, { txt: 'Veldspar' })).status).toBe(422);
    const made = await make(id);
    expect(made.status).toBe(201);
    expect(made.headers.has('idempotency-replayed')).toBe(false);
  });

  test('is as good as new after a day', async () => {
    const id = randomUUID();
    const first = await make(id);
    const start = api.site.now();
    api.site.moveTo(new Date(start.getTime() + DAY_MS - 1));
    expect((await make(id)).text).toBe(first.text);
    api.site.moveTo(new Date(start.getTime() + DAY_MS + 1));
    await api.site.setPrice(1230, 1_688n, 1_820n);
    const second = await make(id, { text: 'Veldspar\t7' });
    expect(second.status).toBe(201);
    expect(second.json.code).not.toBe(first.json.code);
    api.site.moveTo(new Date(start.getTime() + 3 * DAY_MS));
    expect(await sweepKeptAnswers(api.site.container)).toBeGreaterThan(0);
    expect(await api.site.container.db.keptAnswer.count()).toBe(0);
    api.site.moveTo(start);
    await api.site.setPrice(1230, 1_688n, 1_820n);
  });
});

describe('a process that dies in the middle', () => {
  const question = () => ({ owner: 'me', operation: 'POST /x', key: randomUUID(), request: '1' });
  const made = { answer: { status: 201, headers: {}, body: 'made' }, isToKeep: true };

  test('leaves its turn to the next, who goes on with the same seed', async () => {
    const { container, now, moveTo } = api.site;
    const asked = question();
    const seeds: string[] = [];
    // Never ends, as far as anybody else can tell.
    let resolve = (_late: typeof made): void => {};
    const stuck = new Promise<typeof made>((settle) => {
      resolve = settle;
    });
    const first = answerOnce(container, asked, (seed) => {
      seeds.push(seed);
      return stuck;
    });
    await expect.poll(() => seeds.length).toBe(1);
    expect(await answerOnce(container, asked, async () => made)).toEqual({ kind: 'running' });

    const start = now();
    moveTo(new Date(start.getTime() + 61_000));
    const second = await answerOnce(container, asked, async (seed) => {
      seeds.push(seed);
      return made;
    });
    expect(second).toMatchObject({ kind: 'answered', isReplayed: false });
    expect(seeds[1]).toBe(seeds[0]);

    // Whoever was overtaken changes nothing any more.
    resolve({ answer: { status: 201, headers: {}, body: 'late' }, isToKeep: true });
    await first;
    const third = await answerOnce(container, asked, async () => made);
    expect(third).toMatchObject({ isReplayed: true, answer: { body: 'made' } });
    moveTo(start);
  });

  test('what failed may be tried again at once, with the same seed and nothing else', async () => {
    const { container } = api.site;
    const asked = question();
    const seeds: string[] = [];
    const failed = answerOnce(container, asked, async (seed) => {
      seeds.push(seed);
      throw new Error('the disk is full');
    });
    await expect(failed).rejects.toThrow('the disk is full');
    const other = await answerOnce(container, { ...asked, request: '2' }, async () => made);
    expect(other).toEqual({ kind: 'other-request' });
    await answerOnce(container, asked, async (seed) => {
      seeds.push(seed);
      return made;
    });
    expect(seeds[1]).toBe(seeds[0]);
  });
});
