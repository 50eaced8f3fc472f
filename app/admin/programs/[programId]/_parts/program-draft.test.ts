import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProgramFormText } from '#lib/features/programs/schema.ts';
import { keepDraft, mergeDraft, readDraft } from './program-draft.ts';

const OF = { typist: 'maren', programId: 'b7b4a3f0-0000-4000-8000-000000000001' };
const TEXT: ProgramFormText = {
  name: '',
  isOpen: true,
  assigneeId: 'not a number',
  locationIds: [60_003_760],
  hubId: '60003760',
  basisSide: 'buy',
  basisStatistic: 'top5',
  ratePercent: '9o',
  refineYield: '',
  minimumVolume: '',
  sellCapPercent: '',
  lifetimeHours: '72',
  tolerancePercent: '0',
  toleranceIsk: '1.00',
  minimumTotalIsk: '',
  maximumTotalIsk: '',
  staleAfterMinutes: '60',
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
  instructions: 'typed\nwords',
  haulingPerM3Isk: '12o',
  densityLimitIsk: '',
  densityTaxPercent: '',
  salePercent: '2',
  saleFrom: '',
  saleUntil: '',
  dailyCapIsk: '',
  pilotDailyCapIsk: '',
  takesDonations: false,
};

const BASE = { version: 3, text: { ...TEXT, ratePercent: '92', instructions: '' } };
const DRAFT = { base: BASE, text: TEXT };

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
  keepDraft(OF, DRAFT);
  expect(readDraft(OF)).toEqual(DRAFT);
  keepDraft(OF, null);
  expect(readDraft(OF)).toBeNull();
});

test('a draft is of one program, and of who typed it', () => {
  keepDraft(OF, DRAFT);
  expect(readDraft({ ...OF, programId: 'b7b4a3f0-0000-4000-8000-000000000002' })).toBeNull();
  expect(readDraft({ ...OF, typist: 'ilya' })).toBeNull();
});

test('of terms that were saved meanwhile all stands that was not typed over', () => {
  const saved = { ...BASE.text, ratePercent: '90', locationIds: [60_008_494] };
  expect(mergeDraft(DRAFT, saved)).toEqual({ ...TEXT, locationIds: [60_008_494] });
  const onlyWords = { base: BASE, text: { ...BASE.text, instructions: 'typed' } };
  expect(mergeDraft(onlyWords, saved)).toEqual({ ...saved, instructions: 'typed' });
});

test.each([
  'no JSON',
  'null',
  '{}',
  JSON.stringify({ base: BASE, text: { ...TEXT, name: 5 } }),
  JSON.stringify({ base: BASE, text: { ...TEXT, basisSide: 'both' } }),
  JSON.stringify({ base: BASE, text: { ...TEXT, more: '' } }),
  JSON.stringify({ version: 3, text: TEXT }),
])('what is no draft is none: %.40s', (text) => {
  keepDraft(OF, DRAFT);
  for (const key of kept.keys()) kept.set(key, text);
  expect(readDraft(OF)).toBeNull();
});

test('a draft with a field that is far too long is kept whole', () => {
  const draft = { base: BASE, text: { ...TEXT, instructions: 'x'.repeat(20_001) } };
  keepDraft(OF, draft);
  expect(readDraft(OF)).toEqual(draft);
});
