import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingOf } from '#lib/core/matching/finding.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import {
  byAccount,
  createQuoteSite,
  guest,
  type QuoteSite,
  signedIn,
} from '#lib/features/quotes/testing/quote-site.ts';
import { findQuotePage } from './find-quote-page.ts';

const CROWD = 30;
const VERDICTS_EACH = 25;

let quotes: QuoteSite;
beforeAll(async () => {
  quotes = await createQuoteSite();
});
afterAll(() => quotes?.site[Symbol.asyncDispose]());

describe('among what strangers make with the code', () => {
  test('a right contract is what the page speaks of', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);
    const right = await quotes.addContract(code, quotes.seller.characterId);
    await addCrowd(code);

    expect(await look(code, looker)).toMatchObject({
      standing: { kind: 'found-valid', contractId: right },
    });
  });

  test('the pilot’s own is what is to mend', async () => {
    const code = await quotes.quote(byAccount(quotes.seller));
    const own = await quotes.addContract(code, quotes.seller.characterId, 'fix_needed');
    await addCrowd(code);

    expect(await look(code, signedIn(quotes.seller))).toMatchObject({
      standing: { kind: 'found-fix', contractId: own },
    });
  });

  test('an issuer sees the own, however many there are', async () => {
    const code = await quotes.quote(byAccount(quotes.seller));
    const own = await quotes.addContract(code, quotes.watcher.characterId, 'fix_needed');
    await addCrowd(code);

    const page = await look(code, signedIn({ ...quotes.watcher, role: 'member' }));
    expect(page.quote.role).toBe('issuer');
    expect(page.contracts.map(({ contractId }) => contractId)).toEqual([own]);
  });

  test('a look takes the same few contracts and verdicts', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);
    const right = await quotes.addContract(code, quotes.seller.characterId);
    await addCrowd(code);
    await addVerdicts(code);

    const { contracts } = await look(code, looker);
    expect(contracts).toHaveLength(10);
    expect(contracts[0]?.contractId).toBe(right);
    expect(contracts.map(({ verdicts }) => verdicts.length)).toEqual([20, ...Array(9).fill(1)]);
  });

  test('findings and items come with the one that the page speaks of, and with no other', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);
    await addCrowd(code);
    await addVerdicts(code);

    const { contracts, standing } = await look(code, looker);
    const full = contracts.filter(({ findings, items }) => findings.length + items.length > 0);
    expect(full.map(({ contractId }) => contractId)).toEqual([standing.contractId]);
    expect(full[0]).toMatchObject({
      findings: [{ check: 'items', actualText: '1 Type 1, 1 Type 2, 1 Type 3 and 197 more types' }],
      items: [{ name: 'Veldspar' }, { name: 'Scordite' }],
    });
    expect(contracts.at(-1)?.verdicts[0]?.summary).toBe('Needs fixing: items');
  });
});

async function look(code: string, looker: Looker) {
  const page = await findQuotePage(quotes.site.container, code, looker);
  if (!page) throw new Error(`no quote ${code}`);
  return page;
}

async function addCrowd(code: string): Promise<void> {
  for (let i = 0; i < CROWD; i += 1) {
    await quotes.addContract(code, quotes.stranger.characterId, 'fix_needed');
  }
}

async function addVerdicts(code: string): Promise<void> {
  await quotes.site.container.pool.query(
    `insert into verdict (id, contract_id, quote_id, verdict, findings, input, input_hash, created_at)
     select gen_random_uuid(), contract.id, quote_id, contract.verdict, $3, '{}', '', now()
     from contract join quote on quote.id = quote_id, generate_series(1, $2) where code = $1`,
    [code, VERDICTS_EACH, JSON.stringify([manyItems()])],
  );
}

function manyItems() {
  const actual = Array.from({ length: 200 }, (_, index) => ({ typeId: index + 1, quantity: 1 }));
  const expected = actual.map(({ typeId }) => ({ typeId, quantity: 0 }));
  return findingOf('items-extra', expected, actual);
}
