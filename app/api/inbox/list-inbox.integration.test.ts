import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKS, FINDING_CODES, findingOf } from '#lib/core/matching/finding.ts';
import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { shortFindings } from '#lib/features/contracts/short-findings.ts';
import { differences, readFindings } from '#lib/features/contracts/show-findings.ts';
import {
  byAccount,
  createQuoteSite,
  type QuoteSite,
} from '#lib/features/quotes/testing/quote-site.ts';

const CROWD = 70;
const NAMES = { type: String, location: String, party: String };

let quotes: QuoteSite;
beforeAll(async () => {
  quotes = await createQuoteSite();
});
afterAll(() => quotes?.site[Symbol.asyncDispose]());

test('a crowd of one kind is counted, and hides no other kind', async () => {
  const code = await quotes.quote(byAccount(quotes.seller));
  const add = (verdict?: 'fix_needed' | 'suspicious') =>
    quotes.addContract(code, quotes.stranger.characterId, verdict);
  const right = await add();
  const fraud = await add('suspicious');
  const nearMiss = await add('fix_needed');
  await quotes.site.container.db.contract.update({
    where: { id: nearMiss },
    data: { relation: 'near-miss' },
  });
  const crowd: number[] = [];
  while (crowd.length < CROWD) crowd.unshift(await add('fix_needed'));

  const { rows, counts } = await listInbox(quotes.site.container);
  expect(counts).toMatchObject({ all: CROWD + 3, 'fix-needed': CROWD, 'near-miss': 1 });
  expect(rows.map(({ contractId }) => contractId)).toEqual([
    right,
    ...crowd.slice(0, 50),
    nearMiss,
    fraud,
  ]);
});

test('the first of each list in the findings says in a word or two what all of them say', async () => {
  const counts = Array.from({ length: 200 }, (_, index) => ({ typeId: index, quantity: 2 }));
  const texts = counts.map(({ typeId }) => `AT-${typeId}`);
  const values = [null, '12.00', 'item_exchange', 34, texts, counts, { types: 4, units: 9 }];
  const findings = FINDING_CODES.flatMap((code) =>
    values.map((value) => findingOf(code, value, value)),
  );
  const text = await shorten(JSON.stringify(findings));

  const short = readFindings(JSON.parse(text));
  expect(differences(short, NAMES)).toEqual(differences(findings, NAMES));
  expect(new Set(short.map(({ check }) => check)).size).toBe(CHECKS.length);
  const lists = short.flatMap(({ expected, actual }) => [expected, actual]).filter(Array.isArray);
  expect(new Set(lists.map(({ length }) => length))).toEqual(new Set([1]));
});

test.each(['{}', 'null', '[1, null, "a", []]'])('findings such as %s are none', async (stored) => {
  expect(await shorten(stored)).toBe('[]');
});

async function shorten(stored: string): Promise<string> {
  const { rows } = await quotes.site.container.pool.query<{ text: string }>(
    `select ${shortFindings('findings')}::text as text from (select $1::jsonb as findings) stored`,
    [stored],
  );
  return rows[0]?.text ?? '';
}
