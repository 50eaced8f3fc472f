import type { APIResponse, Page } from '@playwright/test';
import { capture } from '#tests/support/capture.ts';
import { expect, expectAccessible, SELLER, test } from '#tests/support/story.ts';
import { paste } from '#tests/support/trade.ts';

const BODY = { text: 'Veldspar\t10000\nCompressed Scordite\t400' };

test('a pilot makes a key, a bot sells with it, and the pilot takes it back', async ({
  story,
  playwright,
}) => {
  const pilot = await story.signIn(SELLER);
  // A new site has read no prices yet.
  await paste(pilot, BODY.text);
  await expect(pilot.getByRole('button', { name: /quote/i }).first()).toBeEnabled();
  const baseURL = process.env.STORY_SITE_URL ?? '';
  let key = '';
  let code = '';

  await test.step('the key is shown once', async () => {
    await pilot.goto('/account');
    const form = pilot.getByRole('form', { name: 'New API key' });
    await form.getByRole('textbox', { name: 'Name of a new key' }).fill('Corporation bot');
    await form.getByRole('checkbox', { name: /contracts:check/ }).uncheck();
    await form.getByRole('button', { name: 'Make key' }).click();
    const shown = pilot.getByText(/^ageira_[\w-]{43}$/);
    await expect(shown).toBeVisible();
    key = (await shown.textContent()) ?? '';
    await expect(keyRow(pilot)).toContainText('quotes:read quotes:write');
    await expect(keyRow(pilot)).toContainText('never');
    await expectAccessible(pilot);
    await capture(pilot, 'account-key-made');
    await pilot.reload();
    await expect(keyRow(pilot)).toBeVisible();
    await expect(shown).toHaveCount(0);
  });

  const Authorization = `Bearer ${key}`;
  const bot = await playwright.request.newContext({ extraHTTPHeaders: { Authorization } });
  const post = (path: string, data: unknown, headers: Record<string, string> = {}) =>
    bot.post(`${baseURL}/api/v1${path}`, { data, headers });

  await test.step('the bot makes a quote, once, however often it asks', async () => {
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const answers: APIResponse[] = [];
    for (let times = 0; times < 2; times += 1) answers.push(await post('/quotes', BODY, headers));
    const [first, again] = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status())).toEqual([201, 201]);
    expect(again).toBe(first);
    expect(answers[1]?.headers()).toMatchObject({ 'idempotency-replayed': 'true' });
    expect(answers[0]?.headers().ratelimit).toMatch(/^"key";r=\d+;t=\d+$/);
    code = JSON.parse(first ?? '').contract.title;

    const table = await bot.get(`${baseURL}/api/v1/quotes`, { headers: { Accept: 'text/csv' } });
    expect(await table.text()).toContain(code);
    const refused = await post(`/quotes/${code}/check`, {});
    expect([refused.status(), refused.headers()['content-type']]).toEqual([
      403,
      'application/problem+json',
    ]);
  });

  await test.step('the pilot sees it like any other, and so does a chat that is given the link', async () => {
    await pilot.goto('/quotes');
    await expect(pilot.getByRole('row', { name: new RegExp(code) })).toBeVisible();
    const visitor = await story.visitor();
    await visitor.goto(`/q/${code}`);
    const told = (name: string) => visitor.locator(`meta[property="og:${name}"]`);
    await expect(told('title')).toHaveAttribute('content', new RegExp(`^${code}: [\\d,.]+ ISK$`));
    await expect(told('description')).toHaveAttribute(
      'content',
      /^2 items, [\d,.]+ m³ at Jita 4-4\./,
    );
    await expect(told('url')).toHaveAttribute('content', `${baseURL}/q/${code}`);
    expect(await visitor.content()).not.toContain(SELLER);
  });

  await test.step('what another site’s page sends is refused, a form too', async () => {
    const headers = { Origin: 'https://evil.example' };
    const others = await post('/appraisals', BODY, headers);
    expect(others.status()).toBe(403);
    // A form of another site needs nobody’s leave, and names no origin in old browsers.
    const form = await bot.post(`${baseURL}/api/v1/appraisals`, { form: { text: 'Veldspar' } });
    expect(form.status()).toBe(415);
  });

  await test.step('revoked, it opens nothing', async () => {
    await pilot.goto('/account');
    await expect(keyRow(pilot)).not.toContainText('never');
    await pilot.getByRole('button', { name: 'Revoke Corporation bot' }).click();
    await capture(pilot, 'account-key-revoke');
    await pilot.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(keyRow(pilot)).toHaveCount(0);
    const refused = await post('/quotes', BODY);
    expect([refused.status(), (await refused.json()).reason]).toEqual([401, 'key-unknown']);
  });

  await bot.dispose();
});

test('whoever writes a program reads what it may ask', async ({ story }) => {
  const visitor = await story.visitor();
  await visitor.goto('/');
  await visitor
    .getByRole('navigation', { name: 'About' })
    .getByRole('link', { name: 'API' })
    .click();
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('API');
  await expect(visitor).toHaveTitle('API — Ageira Trade');
  await expect(visitor.getByRole('region', { name: 'POST /quotes', exact: true })).toContainText(
    'Idempotency-Key',
  );
  await visitor.getByRole('link', { name: 'Appraisal', exact: true }).first().click();
  await expect(visitor.getByRole('region', { name: 'Appraisal', exact: true })).toBeInViewport();
  await expectAccessible(visitor);
  await visitor.goto('/api-docs');
  await capture(visitor, 'api-docs');
  await capture(
    visitor,
    'api-docs-quote',
    visitor.getByRole('region', { name: 'POST /quotes', exact: true }),
  );
  await capture(
    visitor,
    'api-docs-shape',
    visitor.getByRole('region', { name: 'Standing', exact: true }),
  );
  const document = await visitor.request.get('/api/v1/openapi.json');
  expect((await document.json()).openapi).toBe('3.1.1');
});

function keyRow(page: Page) {
  return page.getByRole('table', { name: 'API keys of this account' }).getByRole('row', {
    name: /^Corporation bot/,
  });
}
