import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pilot, TradeSite } from '#tests/support/trade-site.ts';
import { getQuoteView } from './get-quote-view.ts';
import { listQuotes } from './list-quotes.ts';
import type { Looker } from './looker.ts';
import { quoteSchema } from './schema.ts';
import {
  byAccount,
  createQuoteSite,
  guest,
  NOBODY,
  type QuoteSite,
  signedIn,
} from './testing/quote-site.ts';

let quotes: QuoteSite;
let site: TradeSite;
let seller: Pilot;
let stranger: Pilot;
let trader: Pilot;
let watcher: Pilot;
beforeAll(async () => {
  quotes = await createQuoteSite();
  ({ site, seller, stranger, trader, watcher } = quotes);
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('getQuoteView', () => {
  test('each looker has the role that is theirs', async () => {
    const mine = await quotes.quote(byAccount(seller));
    const { maker, looker } = guest();
    const guests = await quotes.quote(maker);

    expect((await quotes.view(mine, NOBODY)).role).toBe('public');
    expect((await quotes.view(mine, signedIn(stranger))).role).toBe('public');
    expect((await quotes.view(mine, signedIn(seller))).role).toBe('owner');
    expect((await quotes.view(mine, signedIn(watcher))).role).toBe('staff');
    expect((await quotes.view(guests, looker)).role).toBe('owner');
    expect((await quotes.view(guests, guest().looker)).role).toBe('public');
  });

  test('an issuer of a contract for the quote is told apart from its owner', async () => {
    const code = await quotes.quote(byAccount(seller));
    await quotes.addContract(code, stranger.characterId);

    expect((await quotes.view(code, signedIn(stranger))).role).toBe('issuer');
  });

  test('who has a guest’s quote by a contract learns nothing of the others', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);
    await quotes.addContract(code, seller.characterId, 'fix_needed');
    const { db } = site.container;
    await db.quote.update({ where: { code }, data: { accountId: stranger.accountId } });

    const verdictFor = async (who: Looker) =>
      (await listQuotes(site.container, who)).find((listed) => listed.code === code)?.verdict;
    expect((await quotes.view(code, signedIn(stranger))).role).toBe('issuer');
    expect((await quotes.view(code, looker)).role).toBe('owner');
    expect(await verdictFor(signedIn(stranger))).toBeNull();
    expect(await verdictFor(looker)).toBe('fix-needed');
  });

  test('only who may cancel is offered to', async () => {
    const code = await quotes.quote(byAccount(seller));

    expect((await quotes.view(code, signedIn(seller))).canCancel).toBe(true);
    expect((await quotes.view(code, signedIn(trader))).canCancel).toBe(true);
    expect((await quotes.view(code, signedIn(watcher))).canCancel).toBe(false);
    expect((await quotes.view(code, NOBODY)).canCancel).toBe(false);
  });

  test('a check of own contracts is offered to whose quote it is, and to who may be that', async () => {
    const code = await quotes.quote(byAccount(seller));
    const { maker, looker } = guest();
    const guests = await quotes.quote(maker);

    expect((await quotes.view(code, signedIn(seller))).ownCheck).toBe('offered');
    expect((await quotes.view(code, signedIn(trader))).ownCheck).toBe('none');
    expect((await quotes.view(code, NOBODY)).ownCheck).toBe('after-sign-in');
    expect((await quotes.view(guests, looker)).ownCheck).toBe('after-sign-in');
    expect((await quotes.view(guests, NOBODY)).ownCheck).toBe('none');
  });

  test('the dialog is spelled out in its own order, with what to copy', async () => {
    const quoted = await quotes.view(await quotes.quote(byAccount(seller)), NOBODY);

    expect(quoted.contractFields.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Contract type: Item Exchange',
      'Availability: Private',
      'Name: Ageira Trade Holdings',
      'Station: Jita IV - Moon 4 - Caldari Navy Assembly Plant',
      'Pick: 2 types, 10,004 units',
      'I will receive: 155,410',
      'I will pay: leave at 0',
      'Request items: leave off',
      'Expiration: 2 weeks',
      `Description: ${quoted.shownCode}`,
    ]);
    const copies = new Map(quoted.contractFields.map(({ field, copy }) => [field, copy]));
    expect(copies.get('receive')).toBe('155410');
    expect(copies.get('items')).toBe('Veldspar\t10000\nScordite\t4');
    expect(copies.get('pay')).toBeNull();
  });

  test('a browser reads what the server says', async () => {
    const quoted = await quotes.view(await quotes.quote(byAccount(seller)), NOBODY);

    const wire = JSON.stringify(quoteSchema.encode(quoted));

    expect(quoteSchema.parse(JSON.parse(wire))).toEqual(quoted);
  });

  test('a code that nobody has is nobody', async () => {
    expect(await getQuoteView(site.container, 'AT-00000000', NOBODY)).toBeNull();
  });
});

describe('cancelQuote', () => {
  test('its maker cancels it once, for good', async () => {
    const code = await quotes.quote(byAccount(seller));

    expect((await quotes.cancel(code, signedIn(seller))).ok).toBe(true);
    expect(await quotes.view(code, NOBODY)).toMatchObject({ state: 'cancelled', version: 2 });
    expect(await quotes.cancel(code, signedIn(seller))).toMatchObject({
      ok: false,
      reason: 'not-open',
    });
  });

  test('a guest cancels with the browser that made it, the trader always', async () => {
    const { maker, looker } = guest();

    expect((await quotes.cancel(await quotes.quote(maker), looker)).ok).toBe(true);
    expect((await quotes.cancel(await quotes.quote(maker), signedIn(trader))).ok).toBe(true);
  });

  test.each([
    { name: 'a stranger', looker: () => signedIn(stranger) },
    { name: "another guest's browser", looker: () => guest().looker },
    { name: 'nobody', looker: () => NOBODY },
    { name: 'who may only look', looker: () => signedIn(watcher) },
  ])('$name cannot cancel', async ({ looker }) => {
    const code = await quotes.quote(byAccount(seller));

    expect(await quotes.cancel(code, looker())).toMatchObject({ ok: false, reason: 'not-yours' });
    expect((await quotes.view(code, NOBODY)).state).toBe('open');
  });

  test('of many who cancel at once one does', async () => {
    const code = await quotes.quote(byAccount(seller));

    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => quotes.cancel(code, signedIn(seller))),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('claimGuestQuotes', () => {
  test('a guest who signs in gets the quotes of that browser and no others', async () => {
    const { maker, looker } = guest();
    const [first, second] = [await quotes.quote(maker), await quotes.quote(maker)];
    const other = await quotes.quote(guest().maker);
    const claimer = await site.addPilot(9000000000011, 'New Pilot');

    expect(await quotes.claim(claimer, looker)).toBe(2);

    expect((await quotes.view(first, signedIn(claimer))).role).toBe('owner');
    expect((await quotes.view(first, looker)).role).toBe('public');
    expect((await quotes.view(other, signedIn(claimer))).role).toBe('public');
    const listed = await listQuotes(site.container, signedIn(claimer));
    expect(listed.map(({ code }) => code).toSorted()).toEqual([first, second].toSorted());
  });

  test('what is claimed cannot be claimed again', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);
    await quotes.claim(seller, looker);

    expect(await quotes.claim(stranger, looker)).toBe(0);
    expect((await quotes.view(code, signedIn(seller))).role).toBe('owner');
  });

  test('a browser lists the quotes that it made as a guest', async () => {
    const { maker, looker } = guest();
    const code = await quotes.quote(maker);

    expect(await listQuotes(site.container, looker)).toMatchObject([
      { code, state: 'open', types: 2, totalIsk: 15_541_000n, verdict: null },
    ]);
    expect(await listQuotes(site.container, NOBODY)).toEqual([]);
  });
});
