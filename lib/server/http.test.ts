import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { HttpError, readForm, route } from './http.ts';

describe('a form', () => {
  test('gives its fields', async () => {
    const request = form(new URLSearchParams({ purpose: 'sign-in', callbackUrl: '/q/AT 1' }));
    expect(await readForm(request)).toEqual({ purpose: 'sign-in', callbackUrl: '/q/AT 1' });
  });

  test('of another type is refused', async () => {
    expect(await statusOf(form('{}', { 'content-type': 'application/json' }))).toBe(415);
    expect(await statusOf(form(new FormData()))).toBe(415);
    expect(await statusOf(new Request('http://ore.test/', { method: 'POST' }))).toBe(415);
  });

  test('of any size is never read to its end', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(97)),
    });
    expect(
      await statusOf(form(endless, { 'content-type': 'application/x-www-form-urlencoded' })),
    ).toBe(413);
  });
});

test.each([
  ['unknown names', { text: 'a', ...Object.fromEntries(numbered('key')) }],
  ['values of another kind', { text: 'a', list: Object.fromEntries(numbered('x')) }],
  ['a name without an end', { text: 'a', list: { ['n'.repeat(500_000)]: 'x' } }],
])('%s by the thousand are answered with a few of them', async (_what, input) => {
  const schema = z.strictObject({
    text: z.string(),
    list: z.record(z.string(), z.int()).optional(),
  });
  const answer = await route(() => Response.json(schema.parse(input)))(
    new Request('http://ore.test/'),
    {},
  );
  const text = await answer.text();
  expect(answer.status).toBe(422);
  expect(JSON.parse(text)).toMatchObject({ title: 'Not understood' });
  expect(text.length).toBeLessThan(5_000);
});

function numbered(name: string): (readonly [string, string])[] {
  return Array.from({ length: 20_000 }, (_, index) => [`${name}${index}`, 'x'] as const);
}

function form(body: BodyInit, headers: Record<string, string> = {}): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://ore.test/', init);
}

async function statusOf(request: Request): Promise<number> {
  try {
    await readForm(request);
    return 200;
  } catch (error) {
    if (error instanceof HttpError) return error.problem.status;
    throw error;
  }
}
