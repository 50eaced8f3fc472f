import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { createStaticData, readSnapshot, type StaticData } from './index.ts';
import { normalizeName } from './normalize-name.ts';

let data: StaticData;
beforeAll(async () => {
  data = createStaticData(await readSnapshot());
});

describe('names', () => {
  test.each([
    ['en', 'Compressed Veldspar', 62516],
    ['de', 'Tritanium', 34],
    ['fr', 'Tritanium', 34],
    ['ru', 'Переработка сырья', 3385],
    ['ja', 'トリタニウム', 34],
    ['zh', '三钛合金', 34],
    ['ko', '트리타늄', 34],
    ['es', 'Tritanio', 34],
    ['es', 'Espodumain', 19],
  ])('resolve in %s: %s', (_language, name, typeId) => {
    expect(data.resolveName(name)).toMatchObject({ kind: 'type', typeId });
  });

  test.each([
    ['upper case', 'VELDSPAR'],
    ['a localised client marks it', 'Veldspar*'],
    ['blanks around and inside', '  Dark   Ochre ', 1232],
    ['a no-break space', 'Dark\u00a0Ochre', 1232],
    ['full-width letters', 'Ｖｅｌｄｓｐａｒ'],
    ['another apostrophe', '‘Full Duplex’ Ballistic Control System', 21484],
    ['a back-tick', '`Full Duplex` Ballistic Control System', 21484],
  ])('are the same with %s', (_what, name, typeId = 1230) => {
    expect(data.resolveName(name)).toMatchObject({ kind: 'type', typeId });
  });

  test('every published type resolves by its English name, but where two bear it', async () => {
    const { types } = await readSnapshot();
    const wrong = types.filter((row) => {
      const match = data.resolveName(row.names.en);
      if (match.kind === 'ambiguous') return !match.candidates.some((c) => c.typeId === row.id);
      return match.kind === 'unknown';
    });

    expect(wrong.map((row) => row.names.en)).toEqual([]);
  });

  test('every name in every language of the client means its type, or one that goes before it', async () => {
    const { types } = await readSnapshot();
    const bearers = new Map<string, { id: number; order: number }[]>();
    let count = 0;
    for (const row of types) {
      const market = row.marketGroupId === null ? 2 : 0;
      const order = row.published ? market : 4;
      for (const name of [row.names.en, ...row.aliases]) bear(name, row.id, order);
      for (const [language, name] of Object.entries(row.names)) {
        if (language !== 'en' && name !== undefined) bear(name, row.id, order + 1);
      }
    }
    function bear(name: string, id: number, order: number): void {
      count += 1;
      const key = normalizeName(name);
      bearers.set(key, [...(bearers.get(key) ?? []), { id, order }]);
    }

    const wrong: string[] = [];
    for (const [name, all] of bearers) {
      // Published and marketable first, then English: the design's order, worked out the long way.
      const first = Math.min(...all.map(({ order }) => order));
      const wanted = new Set(all.filter(({ order }) => order === first).map(({ id }) => id));
      const match = data.resolveName(name);
      const found =
        match.kind === 'type'
          ? [match.typeId]
          : match.kind === 'ambiguous'
            ? match.candidates.map(({ typeId }) => typeId)
            : [];
      if (!isDeepStrictEqual(new Set(found), wanted)) wrong.push(name);
    }

    expect(count).toBeGreaterThan(140_000);
    expect(wrong).toEqual([]);
  }, 30_000);

  test('a name that a translation shares means the English type', () => {
    // In German the old batch-compressed type is called so, too.
    expect(data.resolveName('Compressed Arkonor')).toMatchObject({ typeId: 62568 });
  });

  test('a name that two marketable types bear in one language is never guessed', () => {
    const match = data.resolveName('EMシールドハードナーI設計図');
    expect(match).toMatchObject({ kind: 'type', name: 'EM Shield Hardener I Blueprint' });

    expect(data.resolveName("자이누 '노움' 런처 CPU 효율성 LE-604")).toEqual({
      kind: 'ambiguous',
      candidates: [
        { typeId: 3145, name: "Zainou 'Gnome' Launcher CPU Efficiency LE-604" },
        { typeId: 24641, name: "Zainou 'Gnome' Launcher CPU Efficiency LE-603" },
      ],
    });
  });
});

describe('ore grades', () => {
  test.each([
    ['Veldspar II-Grade', 'Concentrated Veldspar'],
    ['Veldspar III-Grade', 'Dense Veldspar'],
    ['Veldspar IV-Grade', 'Stable Veldspar'],
    ['Compressed Veldspar II-Grade', 'Compressed Concentrated Veldspar'],
    ['Batch Compressed Veldspar IV-Grade', 'Batch Compressed Stable Veldspar'],
    ['Scordite II-Grade', 'Condensed Scordite'],
    ['Plagioclase III-Grade', 'Rich Plagioclase'],
    ['Pyroxeres IV-Grade', 'Opulent Pyroxeres'],
    ['Dark Ochre II-Grade', 'Onyx Ochre'],
    ['Compressed Dark Ochre IV-Grade', 'Compressed Jet Ochre'],
    ['Omber III-Grade', 'Golden Omber'],
    ['Spodumain IV-Grade', 'Dazzling Spodumain'],
    ['Hedbergite IV-Grade', 'Lustrous Hedbergite'],
    ['Mercoxit II-Grade', 'Magma Mercoxit'],
    ['Mercoxit III-Grade', 'Vitreous Mercoxit'],
    ['Talassonite III-Grade', 'Hadal Talassonite'],
    ['Ytirium IV-Grade', 'Moonshine Ytirium'],
    ['Compressed Griemeer II-Grade', 'Compressed Clear Griemeer'],
  ])('%s is %s, and either name resolves to it', (grade, old) => {
    expect(data.resolveName(grade)).toMatchObject({ kind: 'type', name: old });
    expect(data.resolveName(old)).toEqual(data.resolveName(grade));
  });

  test('there is no grade that the ore does not have', () => {
    expect(data.resolveName('Mercoxit IV-Grade').kind).toBe('unknown');
    expect(data.resolveName('Veldspar V-Grade').kind).toBe('unknown');
  });

  test('moon ore, ice and ores with other yields get no grade', async () => {
    const { types, groups } = await readSnapshot();
    const graded = new Set(types.filter((row) => row.aliases.length > 0).map((row) => row.groupId));
    const names = groups.filter((row) => graded.has(row.id)).map((row) => row.names.en);

    expect(names).toHaveLength(28);
    expect(names.filter((name) => /Moon|Ice|Fluorite|Mutanite/.test(name))).toEqual([]);
    expect(types.find((row) => row.names.en === 'Nesosilicate Rakovene')?.aliases).toEqual([]);
  });
});

describe('suggestions', () => {
  test.each([
    ['Compresed Spodumain', 'Compressed Spodumain'],
    ['Tritaniumm', 'Tritanium'],
    ['Veldspra', 'Veldspar'],
    ['Rifte', 'Rifter'],
    ['Strontuim Clathrates', 'Strontium Clathrates'],
    ['large shield extendr ii', 'Large Shield Extender II'],
    ['Veldspar compressed', 'Compressed Veldspar'],
    ['Переработка сыря', 'Reprocessing'],
  ])('for %s the first is %s', (name, nearest) => {
    expect(data.suggestNames(name, 3)[0]?.name).toBe(nearest);
  });

  test('nothing is suggested for what resembles nothing', () => {
    expect(data.suggestNames('qqqqq wwwww zzzzz', 3)).toEqual([]);
    expect(data.suggestNames('', 3)).toEqual([]);
    expect(data.suggestNames('x'.repeat(5_000), 3)).toEqual([]);
  });

  test('the same text always gives the same answer', () => {
    const first = data.suggestNames('Caldari Navy Antimatter M', 5);
    expect(first).toHaveLength(3);
    expect(data.suggestNames('Caldari Navy Antimatter M', 5)).toEqual(first);
  });
});
