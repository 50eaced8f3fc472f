import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEsiClient, EsiError, type EsiPages, pagedOperation } from '#lib/eve/esi/index.ts';
import { FAULT_GROUPS, type FaultKind } from '#lib/eve/sandbox/faults/schema.ts';
import { startTestSandbox, type TestSandbox } from '#lib/eve/sandbox/testing/start-test-sandbox.ts';

const DAY_MS = 86_400_000;
const READS = 6;
const { signal } = new AbortController();
const { 'Sign-in': _signIn, 'In a script': _script, ...groups } = FAULT_GROUPS;
const kinds = Object.values(groups).flatMap((group) => Object.keys(group)) as FaultKind[];
const types = pagedOperation('GET /universe/types', {}, { idOf: (typeId) => typeId });

let now = new Date('2026-11-22T12:00:00Z');
let sandbox: TestSandbox;
let whole: EsiPages<number>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock: () => now });
  await using esi = createClient();
  whole = await esi.requestAllPages(types, { signal });
});
beforeEach(() => {
  now = new Date(now.getTime() + DAY_MS);
});
afterAll(() => sandbox.close());

function createClient() {
  return createEsiClient({
    baseUrl: `${sandbox.url}/esi`,
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
    clock: () => now,
    retryBaseMs: 1,
  });
}

const setFaults = (faults: object[]) => sandbox.command('PUT', '/control/api/faults', faults);

test.each(kinds)(
  'with every fourth page %s, a list is right or an error, and right a day later',
  async (kind) => {
    await setFaults([{ target: 'esi', kind, percent: 25, delayMs: 20 }]);
    await using lasting = createClient();
    for (let reads = 0; reads < READS; reads += 1) {
      await using fresh = createClient();
      for (const esi of [lasting, fresh]) {
        try {
          const { data, pages } = await esi.requestAllPages(types, { signal });
          expect({ data, pages }).toEqual({ data: whole.data, pages: whole.pages });
        } catch (error) {
          if (!(error instanceof EsiError)) throw error;
        }
      }
    }
    await setFaults([]);
    now = new Date(now.getTime() + DAY_MS);
    expect((await lasting.requestAllPages(types, { signal })).data).toEqual(whole.data);
  },
);
