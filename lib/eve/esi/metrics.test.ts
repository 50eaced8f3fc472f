import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { characterContracts, createEsiMetrics, status } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
const stage = stageEsi();

test('metrics say how requests were met, how calls ended, and what is left', async () => {
  const registry = new Registry();
  stage.create({ hooks: createEsiMetrics(registry) });
  stage.server.play(({ url }) =>
    url.pathname.endsWith('/status')
      ? { body: STATUS, headers: { ...freshFor(30), 'x-esi-error-limit-remain': '93' } }
      : {
          status: 403,
          body: { error: 'no' },
          headers: {
            'x-ratelimit-group': 'char-contract',
            'x-ratelimit-limit': '600/15m',
            'x-ratelimit-remaining': '595',
          },
        },
  );
  await stage.esi.request(status(), { signal });
  await stage.esi.request(status(), { signal });
  const asked = stage.esi.request(characterContracts({ characterId: 7 }), {
    signal,
    accessToken: 'jwt',
  });
  await expect(asked).rejects.toThrow('forbids');

  const lines = (await registry.metrics()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'esi_requests_total{route="GET /status",source="read"} 1',
      'esi_requests_total{route="GET /status",source="kept"} 1',
      'esi_requests_total{route="GET /characters/{character_id}/contracts",source="failed"} 1',
      'esi_calls_total{route="GET /status",status="200",code="ok"} 1',
      'esi_calls_total{route="GET /characters/{character_id}/contracts",status="403",code="ERR_ESI_FORBIDDEN"} 1',
      'esi_call_duration_seconds_count{route="GET /status"} 1',
      'esi_call_wait_seconds_count{route="GET /status"} 1',
      'esi_bucket_tokens_left{group="char-contract"} 595',
      'esi_errors_left 93',
    ]),
  );
});

test('metrics count a call that had no answer', async () => {
  const registry = new Registry();
  stage.create({ hooks: createEsiMetrics(registry), deadlineMs: 1 });
  stage.server.play(() => ({ fault: 'cut' }));
  await expect(stage.esi.request(status(), { signal })).rejects.toThrow();
  expect(await registry.metrics()).toMatch(
    /esi_calls_total\{route="GET \/status",status="none",code="ERR_ESI_\w+"\} [1-3]\n/,
  );
});
