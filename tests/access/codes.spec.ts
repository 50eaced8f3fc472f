import { expect } from '@playwright/test';
import { readQuoteCode } from '#lib/core/quote/code.ts';
import { type AccessSite, MARKS, type Who } from '#tests/support/access-site.ts';
import { ask } from './ask.ts';
import { test } from './site.ts';

const FROM = '127.0.0.62';

let site: AccessSite;
test.beforeAll(({ site: started }) => {
  site = started;
});
test.beforeEach(async () => {
  await site.container.redis.flushdb();
});

test('a code is found however it is typed, and no other is', async () => {
  const code = site.quoteCode;
  const wide = [...code].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
  const loose = code.slice(0, 3) + code.slice(3).replaceAll('0', 'o').replaceAll('1', 'l');
  const spellings = [code.toLowerCase(), wide, loose, code.replaceAll('-', ' '), ` ${code}--`];
  for (const typed of spellings) {
    const encoded = encodeURIComponent(typed);
    for (const path of [`/q/${encoded}`, `/api/quotes/${encoded}`, `/api/v1/quotes/${encoded}`]) {
      const { status, text } = await ask(site.url, path, { from: FROM });
      expect.soft(status, path).toBe(200);
      expect.soft(text, path).toContain(code);
    }
    const found = await ask(site.url, `/q?code=${encoded}`, { from: FROM });
    expect.soft(found.headers.location, typed).toBe(`/q/${code}`);
  }
});

test('a code with one wrong symbol is called mistyped, and gives no other away', async () => {
  const code = site.quoteCode;
  const wrong = [3, 4, 5, 6, 8, 9, 10, 11].map((at) => {
    const symbol = code[at] === '7' ? '8' : '7';
    return code.slice(0, at) + symbol + code.slice(at + 1);
  });
  for (const typed of wrong) {
    expect(readQuoteCode(typed)).toEqual({ ok: false, reason: 'check-symbol' });
    for (const path of [`/api/quotes/${typed}`, `/api/v1/quotes/${typed}`, `/q?code=${typed}`]) {
      const { status, text } = await ask(site.url, path, { from: FROM });
      expect.soft(status, path).toBe(path.includes('?') ? 200 : 404);
      expect.soft(text, path).toContain('One letter or digit of this code is wrong');
      expect.soft(text, path).not.toContain(code);
    }
    const { status, text } = await ask(site.url, `/q/${typed}`, { from: FROM });
    expect.soft(status, typed).toBe(404);
    expect.soft(text, typed).not.toContain(code);
  }
  for (const path of ['/api/quotes/nonsense', '/q?code=nonsense']) {
    const { text } = await ask(site.url, path, { from: FROM });
    expect.soft(text, path).toContain('This is not a quote code');
  }
});

test('addresses that are no codes are refused, each in its way', async () => {
  const answers = {
    '/q/%00': 400,
    [`/q/${'a'.repeat(10_000)}`]: 414,
    [`/q/${'a'.repeat(4_000)}`]: 404,
    '/q/../..': 400,
    '/q/%2e%2e%2f%2e%2e': 400,
    '/q/%E0%A4%A': 400,
    '/q/%E2%80%AE': 404,
    '/q/__proto__': 404,
    '/api/quotes/%00': 400,
    '/api/v1/quotes/__proto__': 404,
  };
  const got: Record<string, number> = {};
  for (const path of Object.keys(answers)) {
    got[path] = (await ask(site.url, path, { from: FROM })).status;
  }
  expect(got).toEqual(answers);
});

test('whose quote it is not sees lines and state, and neither names nor findings', async () => {
  const look = async (who: Who) => {
    const headers = { Cookie: site.people[who].cookie };
    return (await ask(site.url, `/api/quotes/${site.quoteCode}`, { from: FROM, headers })).text;
  };
  const [own, others] = [await look('member'), await look('other')];
  expect(own).toContain(MARKS.title);
  expect(others).toContain('"role":"public"');
  expect(others).toContain('"contracts":[]');
  for (const mark of Object.values(MARKS)) expect(others).not.toContain(mark);
});
