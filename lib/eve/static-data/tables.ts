/**
 * EVE's static data as plain rows, the same in the snapshot file and in a database.
 *
 * @module
 */

/** The game client's languages, English first. */
export const CLIENT_LANGUAGES = ['en', 'de', 'fr', 'ru', 'ja', 'zh', 'ko', 'es'] as const;
export type ClientLanguage = (typeof CLIENT_LANGUAGES)[number];

/** A name by client language. A language is absent where its name equals the English one. */
export type LocalizedNames = { en: string } & {
  [language in Exclude<ClientLanguage, 'en'>]?: string | undefined;
};

export type StaticCategoryRow = { id: number; names: LocalizedNames };

export type StaticGroupRow = { id: number; categoryId: number; names: LocalizedNames };

export type StaticMarketGroupRow = { id: number; parentId: number | null; names: LocalizedNames };

export type StaticTypeRow = {
  id: number;
  groupId: number;
  /** Null: cannot be sold on the market. */
  marketGroupId: number | null;
  metaGroupId: number | null;
  names: LocalizedNames;
  /** Further English names that the client shows or showed ("Veldspar II-Grade"). */
  aliases: string[];
  /** Cubic metres of one unit, assembled. */
  volumeM3: number;
  /** Cubic metres of one unit, repackaged. */
  packagedVolumeM3: number;
  /** Units that are refined together. */
  portionSize: number;
  published: boolean;
};

/** What one portion of a type refines to at a yield of 100 %. */
export type StaticMaterialRow = { typeId: number; materialTypeId: number; quantity: number };

export type StaticRegionRow = { id: number; name: string };

/** `regionId` is null where the export does not name it. */
export type StaticSystemRow = { id: number; name: string; regionId: number | null };

export type StaticStationRow = {
  id: number;
  name: string;
  systemId: number;
  regionId: number;
  ownerCorporationId: number;
  /** Security status of the system, −1 to 1. */
  security: number;
  /** Base reprocessing yield, 0 to 1. */
  reprocessingEfficiency: number;
  /** The owner's share of the output, 0 to 1. */
  reprocessingTake: number;
};

/** Everything that {@link createStaticData} needs. Rows are ordered by id. */
export type StaticTables = {
  /** Changes whenever any row changes. */
  version: string;
  categories: StaticCategoryRow[];
  groups: StaticGroupRow[];
  marketGroups: StaticMarketGroupRow[];
  types: StaticTypeRow[];
  materials: StaticMaterialRow[];
  regions: StaticRegionRow[];
  systems: StaticSystemRow[];
  stations: StaticStationRow[];
};
