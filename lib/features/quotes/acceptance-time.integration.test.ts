import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAcceptanceTime } from './acceptance-time.ts';
import { byAccount, createQuoteSite, type QuoteSite } from './testing/quote-site.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let quoteSite: QuoteSite;
beforeAll(async () => {
  quoteSite = await createQuoteSite();
});
afterAll(() => quoteSite?.site[Symbol.asyncDispose]());

test('the median is of contracts that were paid lately, and unknown while they are few', async () => {
  const { site } = quoteSite;
  const read = () => readAcceptanceTime(site.container, site.programId);
  expect(await read()).toBeNull();

  for (const hours of [1, 2, 3, 40]) await pay(hours * HOUR_MS);
  expect(await read()).toBeNull();
  await pay(5 * HOUR_MS);
  expect(await read()).toEqual({ medianMs: 3 * HOUR_MS, contracts: 5 });

  // Issued, and not accepted: nobody knows yet how long that takes.
  await issue();
  // Before it was issued: EVE's clock and list may differ, and such a time is none.
  await pay(-HOUR_MS);
  expect(await read()).toEqual({ medianMs: 3 * HOUR_MS, contracts: 5 });
  expect(await readAcceptanceTime(site.container, createId())).toBeNull();

  site.moveTo(new Date(site.now().getTime() + 31 * DAY_MS));
  expect(await read()).toBeNull();
});

async function issue() {
  const code = await quoteSite.quote(byAccount(quoteSite.seller));
  return { code, contractId: await quoteSite.addContract(code, quoteSite.seller.characterId) };
}

/** A contract that is accepted so long after its issue. */
async function pay(afterMs: number): Promise<void> {
  const { site } = quoteSite;
  const { code, contractId } = await issue();
  const { db } = site.container;
  const { id } = await db.quote.findUniqueOrThrow({ where: { code } });
  await db.contract.update({
    where: { id: BigInt(contractId) },
    data: { status: 'finished', dateCompleted: new Date(site.now().getTime() + afterMs) },
  });
  await db.settlement.create({
    data: {
      id: createId(),
      quoteId: id,
      contractId: BigInt(contractId),
      part: 1,
      amount: 100n,
      createdAt: site.now(),
      entries: {
        create: [100n, -100n].map((amount, index) => ({
          id: createId(),
          party: `party:${index}`,
          amount,
          createdAt: site.now(),
        })),
      },
    },
  });
}
