import { afterEach, beforeEach, expect, test } from 'vitest';
import { status } from '#lib/eve/esi/index.ts';
import { createSignInSite, type SignInSite } from '#tests/support/sign-in-site.ts';
import { measureProcess } from './metrics.ts';
import { readMetrics, startPublishingMetrics } from './shared-metrics.ts';

const { signal } = new AbortController();
let site: SignInSite;
beforeEach(async () => {
  site = await createSignInSite();
});
afterEach(() => site[Symbol.asyncDispose]());

const read = async () => (await readMetrics(site.container)).text.split('\n');

test('numbers of a worker are told with the web process’s own, each by its process', async () => {
  await using worker = await site.createProcess();
  await worker.esi.request(status(), { signal });
  await site.container.esi.request(status(), { signal });
  await using _publishing = startPublishingMetrics(worker);
  await expect
    .poll(read)
    .toEqual(
      expect.arrayContaining([
        'esi_calls_total{route="GET /status",status="200",code="ok",process="test-2"} 1',
        'esi_requests_total{route="GET /status",source="kept",process="test"} 1',
      ]),
    );
  // Of a process that has ended nothing is told.
  site.passTime(120_000);
  await expect.poll(async () => (await read()).join('\n')).not.toContain('test-2');
});

test('what others have left in Redis in its place is passed over', async () => {
  for (const text of ['{', '[]', '{"at":1e99,"metrics":[]}', '{"at":0,"metrics":[{"name":1}]}']) {
    await site.container.redis.hset('ageira:metrics', 'stranger', text);
    expect((await read()).length).toBeGreaterThan(3);
    expect(await site.container.redis.hlen('ageira:metrics')).toBe(0);
  }
});

test('a process is measured', async () => {
  measureProcess(site.container.metrics);
  expect((await read()).join('\n')).toMatch(/process_resident_memory_bytes\{process="test"\} \d+/);
});
