import { describe, expect, test } from 'vitest';
import { HttpError, readForm } from './http.ts';

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
