import { expect, test } from '@playwright/test';

const siteUrl = process.env.STORY_SITE_URL ?? '';
const ask = (authorization?: string) =>
  fetch(`${siteUrl}/api/metrics`, { headers: authorization ? { authorization } : {} });

test('Prometheus reads the numbers of web and workers, and nobody else does', async () => {
  const token = `Bearer ${process.env.STORY_METRICS_TOKEN ?? ''}`;
  const numbers = async () => (await ask(token)).text();
  await expect.poll(numbers).toMatch(/^esi_calls_total.*status="200".*process="market"\} \d+$/m);
  const text = await numbers();
  for (const name of ['web', 'contracts', 'market']) {
    expect(text).toMatch(new RegExp(`process_resident_memory_bytes\\{process="${name}"\\} \\d+`));
  }
  expect((await ask(token)).headers.get('content-type')).toContain('text/plain');
  for (const wrong of [undefined, 'Bearer ', `${token}x`, token.replace('Bearer', 'Basic')]) {
    expect((await ask(wrong)).status).toBe(404);
  }
});
