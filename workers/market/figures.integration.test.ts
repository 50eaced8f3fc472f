import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { averageOf } from '#lib/core/pricing/price-history.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import { refreshHub } from '#lib/features/prices/refresh-hub.ts';
import { readHistories } from '#lib/server/price-histories.ts';
import { createStage, JITA_ID, type Stage, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const VELDSPAR_GROUP_ID = 462;
const DAY_MS = 86_400_000;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
  await stage.container.db.program.updateMany({
    data: { acceptedCategoryIds: [], acceptedGroupIds: [VELDSPAR_GROUP_ID] },
  });
});
afterAll(() => stage?.[Symbol.asyncDispose]());
beforeEach(() => {
  stage.esi.asked.length = 0;
  stage.esi.tamper = (_path, answer) => answer;
});

describe('an average of what was paid', () => {
  test('is read for what is priced by it, once a day, and by nobody else', async () => {
    await priceBy('top5');
    expect((await refresh()).histories).toBe(0);
    expect(historiesAsked()).toBe(0);

    await priceBy('average-30');
    const first = await refresh();
    expect(first.histories).toBeGreaterThan(3);
    expect(historiesAsked()).toBe(first.histories);
    expect((await refresh()).histories).toBe(0);
  });

  test('prices a paste, and is said day by day; nothing of EVE is asked for then', async () => {
    const paid = await readHistories(stage.container, JITA_ID, [VELDSPAR_ID]);
    const history = paid.get(VELDSPAR_ID);
    const average = history && averageOf(history, 30, stage.now());
    stage.esi.asked.length = 0;

    const { lines } = await read('Veldspar\t1000');
    const [line] = lines;
    expect(line?.evidence.basePriceIsk.replace('.', '')).toBe(String(average?.amount));
    expect(line?.evidence.sources).toMatchObject([{ kind: 'days' }]);
    expect(stage.esi.asked).toEqual([]);
  });

  test('that could not be read keeps its old days, and makes no price once they are old', async () => {
    stage.later(DAY_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes('/history') ? { status: 200, headers: answer.headers, body: '<html>' } : answer;
    expect((await refresh()).histories).toBe(0);
    expect((await read('Veldspar\t1000')).lines).toHaveLength(1);
    stage.later(2 * DAY_MS);
    await refresh();
    expect((await read('Veldspar\t1000')).refused).toMatchObject([{ reason: 'stale-average' }]);
  });
});

test('the depth of the book prices just the quantity, and refuses more than there is', async () => {
  await priceBy('depth');
  await refresh();
  const { lines } = await read('Veldspar\t1000');

  const [source] = lines[0]?.evidence.sources ?? [];
  const taken = source?.kind === 'walk' ? source.taken : [];
  expect(taken.reduce((sum, [, units]) => sum + units, 0)).toBe(1_000);
  expect((await read('Veldspar\t900000000000')).refused).toMatchObject([{ reason: 'not-deep' }]);
});

async function priceBy(basisStatistic: string): Promise<void> {
  await stage.container.db.program.updateMany({ data: { basisStatistic } });
}

function refresh() {
  return refreshHub(stage.container, { hubId: JITA_ID }, NEVER);
}

function historiesAsked(): number {
  return stage.esi.asked.filter((path) => path.includes('/history')).length;
}

async function read(text: string) {
  const outcome = await appraise(stage.container, { text }, stage.now());
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.appraisal;
}
