import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';
import { between } from './random.ts';
import type { RecordedPrice } from './recorded-prices.ts';

const ASTEROID_CATEGORY_ID = 25;
/** What a good refinery gets out, so that ore costs a little less than its minerals. */
const YIELD = 0.88;
const COMPRESSION_PREMIUM = 1.02;
const COMPRESSED = 'Compressed ';

/** What types are worth, in ISK a unit; undefined where nobody could say. */
export type ValueOf = (typeId: number) => number | undefined;

/**
 * Value every type by what is known of it.
 *
 * Ore and ice by what they refine into today, since their recorded prices are of older yields; a
 * compressed type a little above its raw one; anything else by its record, else by its materials,
 * else by the median of its group, else by its volume.
 */
export function createValueOf(staticData: StaticData, recorded: readonly RecordedPrice[]): ValueOf {
  const records = new Map(recorded.map((row) => [row.typeId, row.average || row.adjusted || 0]));
  const known = new Map<number, number | undefined>();
  const medians = new Map<number, number | undefined>();
  const densities = new Map<number, number | undefined>();

  const valueIskOf: ValueOf = (typeId) => {
    if (known.has(typeId)) return known.get(typeId);
    // Set first: materials that name each other in a circle must end.
    known.set(typeId, undefined);
    const type = staticData.type(typeId);
    const value = type && findValue(type);
    known.set(typeId, value);
    return value;
  };
  return valueIskOf;

  function findValue(type: StaticType): number | undefined {
    if (type.categoryId === ASTEROID_CATEGORY_ID) {
      const refined = valueOfMaterials(type);
      if (refined !== undefined) {
        const taste = between(0.97, 1.03, type.groupId, 17);
        return refined * YIELD * taste * (isCompressed(type) ? COMPRESSION_PREMIUM : 1);
      }
    }
    const record = records.get(type.typeId);
    if (record) return record;
    return (
      valueOfRaw(type) ??
      valueOfMaterials(type) ??
      medianOfGroup(type.groupId) ??
      valueByVolume(type)
    );
  }

  function valueOfMaterials({ typeId, portionSize }: StaticType): number | undefined {
    const materials = staticData.materials(typeId);
    if (materials.length === 0) return undefined;
    let sum = 0;
    for (const { materialTypeId, quantity } of materials) {
      const value = valueIskOf(materialTypeId);
      if (value === undefined) return undefined;
      sum += value * quantity;
    }
    return sum / portionSize;
  }

  function valueOfRaw(type: StaticType): number | undefined {
    if (!isCompressed(type)) return undefined;
    const raw = staticData.resolveName(type.name.slice(COMPRESSED.length));
    const value = raw.kind === 'type' ? valueIskOf(raw.typeId) : undefined;
    return value && value * COMPRESSION_PREMIUM;
  }

  function medianOfGroup(groupId: number): number | undefined {
    if (medians.has(groupId)) return medians.get(groupId);
    const values = staticData
      .typesInGroup(groupId)
      .flatMap(({ typeId }) => records.get(typeId) || [])
      .toSorted((a, b) => a - b);
    const median = values[Math.floor(values.length / 2)];
    medians.set(groupId, median);
    return median;
  }

  // A whole group that the record does not know yet: what its category costs a cubic metre.
  function valueByVolume({ categoryId, volumeM3 }: StaticType): number | undefined {
    if (!densities.has(categoryId)) {
      const values = staticData
        .typesInCategory(categoryId)
        .flatMap((type) => (records.get(type.typeId) ?? 0) / type.volumeM3 || [])
        .toSorted((a, b) => a - b);
      densities.set(categoryId, values[Math.floor(values.length / 2)]);
    }
    const density = densities.get(categoryId);
    return density && density * volumeM3;
  }
}

function isCompressed({ name }: StaticType): boolean {
  return name.startsWith(COMPRESSED);
}
