import { describe, expect, test } from 'vitest';
import { characterContracts, EsiForbiddenError, operation } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const DAY_MS = 86_400_000;
const STRUCTURE = 1_045_000_000_001;
const { signal } = new AbortController();
const stage = stageEsi();

const market = (characterId: number, structure_id = STRUCTURE) =>
  stage.esi.request(
    operation('GET /markets/structures/{structure_id}', {
      path: { structure_id },
      query: { page: 1 },
      characterId,
    }),
    { signal, accessToken: 'jwt' },
  );

describe('a structure that forbids its market', () => {
  test('is asked once a day and character: each refusal counts against all of us', async () => {
    stage.server.play(() => ({ status: 403, body: { error: 'Forbidden' } }));
    for (let polls = 0; polls < 20; polls += 1) {
      await expect(market(7)).rejects.toBeInstanceOf(EsiForbiddenError);
      stage.nowMs += 300_000;
    }
    expect(stage.server.requests).toHaveLength(1);
    await expect(market(8)).rejects.toBeInstanceOf(EsiForbiddenError);
    await expect(market(7, STRUCTURE + 1)).rejects.toBeInstanceOf(EsiForbiddenError);
    expect(stage.server.requests).toHaveLength(3);
    stage.nowMs += DAY_MS;
    stage.server.play(() => ({ body: [], headers: freshFor(300, { pages: 1 }) }));
    expect((await market(7)).data).toEqual([]);
  });

  test.each(['10:55', '11:20'])(
    'at %s, around downtime, is believed to do so for that moment alone',
    async (time) => {
      stage.nowMs = Date.parse(`2026-11-20T${time}:30Z`);
      stage.server.play(({ nth }) =>
        nth === 0
          ? { status: 403, body: { error: 'Forbidden' } }
          : { body: [], headers: freshFor(300, { pages: 1 }) },
      );
      await expect(market(7)).rejects.toBeInstanceOf(EsiForbiddenError);
      expect((await market(7)).data).toEqual([]);
    },
  );

  test('is asked again when our clock is set back', async () => {
    stage.server.play(() => ({ status: 403, body: { error: 'Forbidden' } }));
    await expect(market(7)).rejects.toThrow();
    stage.nowMs -= DAY_MS;
    await expect(market(7)).rejects.toThrow();
    expect(stage.server.requests).toHaveLength(2);
  });
});

test('a 403 of anything else is not remembered: a scope may be granted any moment', async () => {
  stage.server.play(({ nth }) =>
    nth === 0 ? { status: 403, body: {} } : { body: [], headers: freshFor(300, { pages: 1 }) },
  );
  const contracts = () =>
    stage.esi.request(characterContracts({ characterId: 7 }), { signal, accessToken: 'jwt' });
  await expect(contracts()).rejects.toBeInstanceOf(EsiForbiddenError);
  await expect(contracts()).resolves.toBeDefined();
});
