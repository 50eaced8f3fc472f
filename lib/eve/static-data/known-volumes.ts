import type { PackagedVolumes } from './export-schema.ts';
import type { StaticTables } from './tables.ts';

/**
 * What loaded tables tell of repackaged volumes, for an export that does not: of each type, and of a
 * group where all its types agree on one that differs from their assembled volumes.
 */
export function knownPackagedVolumes({ types }: Pick<StaticTables, 'types'>): PackagedVolumes {
  const byType: Record<string, number> = {};
  const byGroup = new Map<number, Set<number>>();
  for (const { id, groupId, volumeM3, packagedVolumeM3 } of types) {
    // An unpackaged type has none of its own: its volume may change with the export.
    if (packagedVolumeM3 !== volumeM3) byType[id] = packagedVolumeM3;
    byGroup.set(groupId, (byGroup.get(groupId) ?? new Set()).add(packagedVolumeM3));
  }
  const changed = new Set(types.filter(({ id }) => id in byType).map(({ groupId }) => groupId));
  const groups = [...byGroup].flatMap(([id, volumes]) => {
    const [volume] = volumes;
    return changed.has(id) && volumes.size === 1 && volume !== undefined
      ? [[id, volume] as const]
      : [];
  });
  return { groups: Object.fromEntries(groups), types: byType };
}
