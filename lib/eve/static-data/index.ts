/**
 * EVE Online's static data: types, groups, market groups, materials, stations, and their names.
 *
 * @module
 */
export { buildSnapshot } from './build-snapshot.ts';
export { carryOver } from './carry-over.ts';
export {
  compareTables,
  type Loss,
  type Named,
  type Renamed,
  type RowChanges,
  type StaticChanges,
  type VolumeChange,
} from './compare-tables.ts';
export {
  createStaticData,
  type NamedType,
  type NameMatch,
  type StaticCategory,
  type StaticData,
  type StaticGroup,
  type StaticMarketGroup,
  type StaticRegion,
  type StaticStation,
  type StaticSystem,
  type StaticType,
} from './create-static-data.ts';
export { ExportUnreadableError, SnapshotUnreadableError, StaticDataError } from './errors.ts';
export { importExport } from './import-export.ts';
export { readSnapshot } from './read-snapshot.ts';
export { buildNumber, exportVersion, isOlderRelease } from './release.ts';
export { isSameRow } from './same-row.ts';
export {
  CLIENT_LANGUAGES,
  type ClientLanguage,
  type LocalizedNames,
  type StaticCategoryRow,
  type StaticGroupRow,
  type StaticMarketGroupRow,
  type StaticMaterialRow,
  type StaticRegionRow,
  type StaticStationRow,
  type StaticSystemRow,
  type StaticTables,
  type StaticTypeRow,
} from './tables.ts';
