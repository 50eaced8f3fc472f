import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../testing/start-test-sandbox.ts';
import { monogramOf } from './draw.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}/images${path}`, { headers });

describe('pictures', () => {
  test.each([
    { path: '/types/1230/icon?size=32' },
    { path: '/types/1230/icon' },
    { path: '/characters/9000000000002/portrait?size=128' },
    { path: '/characters/90000001/portrait?size=64' },
    { path: '/corporations/9100000000001/logo?size=64' },
    { path: '/alliances/99000001/logo?size=64' },
  ])('$path is drawn, and kept for a day', async ({ path }) => {
    const reply = await get(path);

    expect(reply.headers.get('content-type')).toBe('image/svg+xml');
    expect(reply.headers.get('cache-control')).toContain('max-age=86400');
    expect(await reply.text()).toMatch(/^<svg /);
  });

  test('a picture that is known already is not sent again', async () => {
    const tag = (await get('/types/34/icon')).headers.get('etag') ?? '';

    expect((await get('/types/34/icon', { 'If-None-Match': tag })).status).toBe(304);
  });

  test.each([
    { path: '/types/34/icon?size=33', status: 400 },
    { path: '/types/34/icon?size=2048', status: 400 },
    { path: '/types/999999999/icon', status: 404 },
    { path: '/types/x/icon', status: 404 },
    { path: '/types/34/portrait', status: 404 },
  ])('$path answers $status', async ({ path, status }) => {
    expect((await get(path)).status).toBe(status);
  });

  test('kinds of items have their own tints', async () => {
    const tints = await Promise.all(
      [1230, 34, 16262, 30370, 45506].map(async (id) =>
        /oklch\(\.27 \.03 (\d+)\)/.exec(await (await get(`/types/${id}/icon`)).text())?.at(1),
      ),
    );

    expect(new Set(tints).size).toBe(5);
  });

  test.each([
    ['Veldspar', 'Ve'],
    ['Compressed Veldspar', 'CV'],
    ['Fullerite-C50', 'FC'],
    ['<b>', '?'],
  ])('%s reads %s', (name, letters) => {
    expect(monogramOf(name)).toBe(letters);
  });
});
