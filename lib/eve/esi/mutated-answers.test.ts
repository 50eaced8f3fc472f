import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EsiSchemaError } from './errors.ts';
import type { EsiOperation } from './operation.ts';
import { characterContractItems, characterContracts } from './operations/contracts.ts';
import { regionOrders } from './operations/markets.ts';
import { characterAffiliation, universeNames } from './operations/people.ts';
import { status } from './operations/status.ts';
import { readBody, toHead } from './read-answer.ts';
import type { RawAnswer } from './transport.ts';

const RUNS = process.env.LONG_RUN ? 500_000 : 20_000;
/** A case that takes longer has found something that grows too fast. */
const CASE_LIMIT_MS = 100;
const NOW = new Date('2026-11-20T10:00:00Z');
const contract = {
  contract_id: 220_000_005,
  issuer_id: 90_000_001,
  issuer_corporation_id: 98_000_001,
  assignee_id: 98_000_002,
  acceptor_id: 0,
  type: 'item_exchange',
  status: 'outstanding',
  for_corporation: false,
  availability: 'personal',
  date_issued: '2026-11-20T10:00:00Z',
  date_expired: '2026-11-27T10:00:00Z',
  start_location_id: 60_003_760,
  title: 'AT-7K3M-9QX2',
  price: 125_000_000.5,
  volume: 1_000,
};
const item = { record_id: 1, type_id: 34, quantity: 10, is_included: true, is_singleton: false };
const order = {
  order_id: 7_400_000_000,
  type_id: 34,
  location_id: 60_003_760,
  system_id: 30_000_142,
  is_buy_order: true,
  price: 5.1,
  volume_remain: 10,
  volume_total: 10,
  min_volume: 1,
  duration: 90,
  issued: '2026-11-20T09:00:00Z',
  range: 'region',
};
/** What ESI answers, by the operation that asks. */
const ANSWERS: readonly { operation: EsiOperation<unknown>; body: unknown }[] = [
  { operation: characterContracts({ characterId: 7 }), body: [contract, contract] },
  { operation: characterContractItems({ characterId: 7, contractId: 5 }), body: [item, item] },
  { operation: regionOrders({ regionId: 10_000_002 }), body: [order] },
  {
    operation: characterAffiliation({ characterIds: [7] }),
    body: [{ character_id: 7, corporation_id: 8, alliance_id: 9 }],
  },
  { operation: universeNames({ ids: [7] }), body: [{ id: 7, name: 'A', category: 'character' }] },
  {
    operation: status(),
    body: { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' },
  },
];

/** Written into the text as they stand. */
const HOSTILE = [
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '-1',
  '0',
  '1.5',
  '1e400',
  'NaN',
  '9007199254740993',
  '-9223372036854775809',
  '"9e99"',
  '"\\u0000"',
  '"\\ud83d"',
  '"2026-13-45T99:99:99Z"',
  '{"__proto__":{"polluted":true}}',
  `"${'x'.repeat(2_000)}"`,
  '['.repeat(500),
];
type Mutation = {
  readonly at: number;
  readonly how: 'replace' | 'drop' | 'cut' | 'byte';
  n: number;
};
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(10_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'cut', 'byte'),
  n: fc.nat(10_000),
});
const header = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('2', '-1', 'NaN', '1000000000', '', 'soon', '1e3') },
);

describe('an answer that was changed on its way', { timeout: 600_000 }, () => {
  test('is read as what its schema says, or refused as a whole; it never breaks us', () => {
    const tally = { read: 0, refused: 0 };
    let slowestMs = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...ANSWERS),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        header,
        ({ operation, body }, mutations, pages) => {
          const text = mutations.reduce(mutate, JSON.stringify(body));
          const answer = toAnswer(text, pages);
          const takenMs = cpuMsOf(() => {
            tally[readOrRefuse(operation, answer)] += 1;
          });
          slowestMs = Math.max(slowestMs, takenMs);
        },
      ),
      { numRuns: RUNS },
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(slowestMs).toBeLessThan(CASE_LIMIT_MS);
    // Both ways are taken, else this would prove nothing.
    expect(tally.read).toBeGreaterThan(RUNS / 20);
    expect(tally.refused).toBeGreaterThan(RUNS / 20);
  });
});

/** Of this process alone: what others on the machine take does not count. */
function cpuMsOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function readOrRefuse(operation: EsiOperation<unknown>, answer: RawAnswer): 'read' | 'refused' {
  try {
    toHead(operation, answer, undefined, NOW);
    const data = readBody(operation, answer);
    if (!operation.schema.safeParse(data).success && !hasUnreadable(data)) {
      throw new Error(`Read what is none: ${answer.text}`);
    }
    return 'read';
  } catch (error) {
    if (error instanceof EsiSchemaError) return 'refused';
    throw error;
  }
}

function hasUnreadable(data: unknown): boolean {
  return Array.isArray(data) && data.some((row) => row.isUnreadable === true);
}

function mutate(text: string, { at, how, n }: Mutation): string {
  // The value of a field, or an element: what stands after a colon, a comma or a bracket.
  const values = [...text.matchAll(/(?<=[:[,])("[^"]*"|[\w.-]+)/g)];
  const value = values[at % Math.max(values.length, 1)];
  if (how === 'cut') return text.slice(0, n % (text.length + 1));
  if (how === 'byte' || !value) {
    const where = n % (text.length + 1);
    return `${text.slice(0, where)}${String.fromCharCode(at % 256)}${text.slice(where + 1)}`;
  }
  const end = value.index + value[0].length;
  if (how === 'drop') {
    const field = text.slice(0, value.index).replace(/,?"[^"]*":$/, '');
    return `${field}${text.slice(end)}`;
  }
  return `${text.slice(0, value.index)}${HOSTILE[n % HOSTILE.length]}${text.slice(end)}`;
}

function toAnswer(text: string, pages: string | null): RawAnswer {
  const headers: Record<string, string | null> = {
    'content-type': 'application/json',
    'x-pages': pages,
    expires: pages,
    date: pages,
  };
  return { status: 200, text, header: (name) => headers[name] ?? null };
}
