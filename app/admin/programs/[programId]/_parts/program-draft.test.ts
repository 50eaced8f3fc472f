import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProgramFormText } from '#lib/features/programs/schema.ts';
import { keepDraft, readDraft } from './program-draft.ts';

const OF = { programId: 'b7b4a3f0-0000-4000-8000-000000000001', version: 3 };
const TEXT: ProgramFormText = {
  name: '',
  isOpen: true,
  assigneeId: 'not a number',
  locationIds: [60_003_760],
  hubId: '60003760',
  basisSide: 'buy',
  basisStatistic: 'top5',
  ratePercent: '9o',
  lifetimeHours: '72',
  tolerancePercent: '0',
  toleranceIsk: '1.00',
  minimumTotalIsk: '',
  maximumTotalIsk: '',
  staleAfterMinutes: '60',
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
  instructions: 'typed\nwords',
};

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('what was typed is there again, wrong fields and all, until it is saved', () => {
  keepDraft(OF, TEXT);
  expect(readDraft(OF)).toEqual(TEXT);
  keepDraft(OF, null);
  expect(readDraft(OF)).toBeNull();
});

test('a draft is of one program, and of the terms it was made from', () => {
  keepDraft(OF, TEXT);
  expect(readDraft({ ...OF, programId: 'b7b4a3f0-0000-4000-8000-000000000002' })).toBeNull();
  expect(readDraft({ ...OF, version: 4 })).toBeNull();
});

test.each([
  'no JSON',
  'null',
  '{}',
  JSON.stringify({ version: 3, text: { ...TEXT, name: 5 } }),
  JSON.stringify({ version: 3, text: { ...TEXT, basisSide: 'both' } }),
  JSON.stringify({ version: 3, text: { ...TEXT, more: '' } }),
  JSON.stringify({ version: 3, text: { ...TEXT, name: 'x'.repeat(20_001) } }),
])('what is no draft is none: %.40s', (text) => {
  keepDraft(OF, TEXT);
  for (const key of kept.keys()) kept.set(key, text);
  expect(readDraft(OF)).toBeNull();
});
