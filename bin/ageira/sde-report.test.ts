import { expect, test } from 'vitest';
import type { StaticChanges } from '#lib/eve/static-data/index.ts';
import { describeImport, toImportJson } from './sde-report.ts';

const NONE = { added: [], renamed: [], gone: [] };
const CHANGES: StaticChanges = {
  types: {
    added: Array.from({ length: 60 }, (_, i) => ({ id: 90_000 + i, name: `Ore ${i}` })),
    renamed: [{ id: 17470, from: 'Concentrated Veldspar', to: 'Veldspar II-Grade' }],
    gone: [{ id: 5, name: 'Old Ore' }],
    volumesChanged: [
      {
        id: 1230,
        name: 'Veldspar',
        from: { volumeM3: 0.1, packagedVolumeM3: 0.1 },
        to: { volumeM3: 0.2, packagedVolumeM3: 0.2 },
      },
    ],
    materialsChanged: [{ id: 1230, name: 'Veldspar' }],
  },
  categories: NONE,
  groups: { ...NONE, added: [{ id: 462, name: 'Veldspar' }] },
  marketGroups: NONE,
  regions: NONE,
  systems: NONE,
  stations: { ...NONE, gone: [{ id: 60003760, name: 'Jita IV' }] },
  losses: [{ what: 'stations', lost: 1, of: 8 }],
};
const COMPARED = { from: 'sde-126.6.18-a719c8ea', to: 'sde-3484357-1a2b3c4d', changes: CHANGES };

test('the report names builds, counts and the first 50 of each list', () => {
  const { text, refusal } = describeImport({ ok: true, status: 'imported', ...COMPARED }, 3_210);

  expect(refusal).toBeNull();
  expect(text).toContain('Loaded: sde-126.6.18-a719c8ea\nExport: build 3484357');
  expect(text).toMatch(/types: +60 added, 1 renamed, 1 gone/);
  expect(text).toMatch(/stations: +0 added, 0 renamed, 1 gone/);
  expect(text).toContain('  90049  Ore 49\n  and 10 more; --json lists them');
  expect(text).not.toContain('90050');
  expect(text).toContain('  17470  Concentrated Veldspar → Veldspar II-Grade');
  expect(text).toContain('  1230  Veldspar: 0.1 → 0.2 m³, 0.1 → 0.2 m³ packaged');
  expect(text).toContain('1 types that refine to something else');
  expect(text).toContain('Imported in 3.2 s');
});

test('a refusal says why, with the figures, and how to go on', () => {
  const cut = describeImport({ ok: false, reason: 'gutted', ...COMPARED }, 0);
  expect(cut.refusal).toContain('1 of 8 stations (12.5 %) are gone. --force');
  expect(cut.text).toContain('Nothing was changed.');

  const older = describeImport({ ok: false, reason: 'older', ...COMPARED }, 0);
  expect(older.refusal).toContain('--allow-older');

  expect(describeImport({ ok: false, reason: 'busy' }, 0).refusal).toContain('Another import');
});

test('JSON has every list whole', () => {
  expect(toImportJson({ ok: true, status: 'rehearsed', ...COMPARED }, 12)).toEqual({
    status: 'rehearsed',
    reason: null,
    from: { version: 'sde-126.6.18-a719c8ea', build: null },
    to: { version: 'sde-3484357-1a2b3c4d', build: 3_484_357 },
    changes: CHANGES,
    elapsedMs: 12,
  });
  expect(toImportJson({ ok: false, reason: 'busy' }, 12)).toMatchObject({ reason: 'busy' });
});
