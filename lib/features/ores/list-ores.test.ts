import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_VIEW } from '#lib/core/ores/ore-view.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import { listOres } from './list-ores.ts';
import { writeOreCsv } from './write-ore-csv.ts';

let types: StaticData;
beforeAll(async () => {
  types = createStaticData(await readSnapshot());
});

test('every ore, ice, moon ore and gas is there once, raw', () => {
  const ores = listOres(types);
  expect(new Set(ores.map(({ typeId }) => typeId)).size).toBe(ores.length);
  const plain = (kind: string) => ores.filter((ore) => ore.kind === kind && ore.isPlain);
  expect(plain('ice').map(({ name }) => name)).toEqual([
    'Blue Ice',
    'Clear Icicle',
    'Dark Glitter',
    'Gelidus',
    'Glacial Mass',
    'Glare Crust',
    'Krystallos',
    'White Glaze',
  ]);
  expect(plain('moon')).toHaveLength(20);
  expect(ores.filter(({ kind }) => kind === 'ice')).toHaveLength(12);
  expect(ores.filter(({ kind }) => kind === 'moon')).toHaveLength(60);
  expect(ores.filter(({ name }) => /Compressed|copy/.test(name))).toEqual([]);
  const dense = ores.find(({ name }) => name === 'Dense Veldspar');
  expect(dense).toMatchObject({
    aliases: ['Veldspar III-Grade'],
    skill: 'simple',
    isPlain: false,
    materials: [{ typeId: 34, name: 'Tritanium', quantity: 440 }],
    compressed: { name: 'Compressed Dense Veldspar' },
  });
  const gas = ores.find(({ name }) => name === 'Fullerite-C540');
  expect(gas).toMatchObject({ kind: 'gas', materials: [], isPlain: true });
  expect(listOres(types)).toBe(ores);
});

test('the file has the rows of the view, and takes no name for a formula', () => {
  const [first] = listOres(types);
  if (!first) throw new Error('no ores');
  const evil = { ...first, name: '=HYPERLINK("https://evil.test","Veldspar")', groupName: '@SUM' };
  const bookAt = new Date('2026-11-22T19:36:00Z');
  const table = {
    ores: [...listOres(types), evil],
    prices: new Map([[evil.typeId, { buy: 123_456n, sell: null, bookAt }]]),
    hubs: [],
    hub: { hubId: 60003760, name: 'Jita' },
    asOf: bookAt,
    nextAt: null,
    staleBefore: bookAt,
  };
  const view = { ...DEFAULT_VIEW, per: 'unit', kind: 'ore', search: 'hyperlink' } as const;
  const [heads, row, ...rest] = writeOreCsv(table, view).split('\r\n');
  expect(heads).toContain('Type id,Name,Kind,Group,"Volume, m³",Portion,Yield,"Raw, ISK/unit"');
  expect(row).toContain(`"'=HYPERLINK(""https://evil.test"",""Veldspar"")",ore,'@SUM,`);
  expect(row).toContain(',1234.56,,,0,raw,,');
  expect(row).toContain(',"Jita buy, 5 % volume-weighted",2026-11-22T19:36:00.000Z');
  expect(rest).toEqual(['']);
});
