/**
 * What a type refines to, and what it is compressed to, out of the static data.
 *
 * @module
 */
import {
  COMPRESSED_GAS_GROUP_ID,
  GAS_GROUP_ID,
  type Processing,
  processingOf,
} from './processing.ts';

/** Units of a type. */
export type TypeAmount = { readonly typeId: number; readonly quantity: number };

/** What one portion gives at a yield of 1. */
export type Recipe = {
  readonly processing: Processing;
  /** Units that are refined together. */
  readonly portionSize: number;
  readonly materials: readonly TypeAmount[];
};

type KnownType = {
  readonly typeId: number;
  readonly name: string;
  readonly groupId: number;
  readonly categoryId: number;
  readonly portionSize: number;
};

/** `StaticData` of the static data kit fits. */
export type RefiningTypes<Type extends KnownType = KnownType> = {
  type(typeId: number): Type | undefined;
  typesInGroup(groupId: number): readonly Type[];
  materials(
    typeId: number,
  ): readonly { readonly materialTypeId: number; readonly quantity: number }[];
};

const COMPRESSED = 'Compressed ';
/** The kind from before 2022: one unit gives what a hundred raw ones do. */
const BATCH_COMPRESSED = 'Batch Compressed ';

/** Portion and materials of a type; null for what cannot be refined. Compressed gas gives raw gas. */
export function findRecipe(types: RefiningTypes, typeId: number): Recipe | null {
  const type = types.type(typeId);
  if (!type) return null;
  const processing = processingOf(type);
  if (processing.kind === 'gas') {
    const raw = findRaw(types, typeId);
    return raw && { processing, portionSize: 1, materials: [{ typeId: raw.typeId, quantity: 1 }] };
  }
  const materials = types
    .materials(typeId)
    .map(({ materialTypeId, quantity }) => ({ typeId: materialTypeId, quantity }));
  return materials.length === 0 ? null : { processing, portionSize: type.portionSize, materials };
}

/**
 * What a raw ore, ice or gas becomes when it is compressed, one for one; null where it cannot be.
 *
 * Compressed types stand in the group of the raw ones (gas in a group of its own) and are told by
 * their English names alone.
 */
export function findCompressed<Type extends KnownType>(
  types: RefiningTypes<Type>,
  typeId: number,
): Type | null {
  const raw = types.type(typeId);
  if (!raw) return null;
  const groupId = raw.groupId === GAS_GROUP_ID ? COMPRESSED_GAS_GROUP_ID : raw.groupId;
  return findNamed(types, groupId, COMPRESSED + raw.name);
}

/** What a compressed type is made of, "Batch Compressed" ones too; null for what is not compressed. */
export function findRaw<Type extends KnownType>(
  types: RefiningTypes<Type>,
  typeId: number,
): Type | null {
  const type = types.type(typeId);
  if (!type || !isCompressed(type.name)) return null;
  const groupId = type.groupId === COMPRESSED_GAS_GROUP_ID ? GAS_GROUP_ID : type.groupId;
  const prefix = type.name.startsWith(COMPRESSED) ? COMPRESSED : BATCH_COMPRESSED;
  return findNamed(types, groupId, type.name.slice(prefix.length));
}

/** By a type's English name. */
export function isCompressed(name: string): boolean {
  return name.startsWith(COMPRESSED) || name.startsWith(BATCH_COMPRESSED);
}

function findNamed<Type extends KnownType>(
  types: RefiningTypes<Type>,
  groupId: number,
  name: string,
): Type | null {
  return types.typesInGroup(groupId).find((type) => type.name === name) ?? null;
}
