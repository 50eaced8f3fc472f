/**
 * Lines of CCP's export, as far as they are used. Everything else in them is left unread.
 *
 * @module
 */
import * as z from 'zod';

/** Ids and quantities are kept in four bytes. */
const MOST = 2_147_483_647;
const count = z.int().min(0).max(MOST);
/** Above this only what is never moved has a volume, and a float still tells litres apart. */
const volume = z.number().min(0).max(1e12);
const share = z.number().min(0).max(1);

const text = z
  .string()
  .max(1_000)
  // Neither can be stored: a database takes text for what people can read.
  .refine((name) => !/\0|\p{Surrogate}/u.test(name), 'expected text without broken characters');
const someText = text.refine((name) => name.trim() !== '', 'expected a name');

const nameSchema = z.union([
  someText.transform((en) => ({ en })),
  z.object({
    en: someText,
    de: text.optional(),
    fr: text.optional(),
    ru: text.optional(),
    ja: text.optional(),
    zh: text.optional(),
    ko: text.optional(),
    es: text.optional(),
  }),
]);
export type ExportName = z.output<typeof nameSchema>;

export const buildSchema = z.object({ _key: z.literal('sde'), buildNumber: z.int().positive() });

export const categorySchema = z.object({ _key: count, name: nameSchema });
export const groupSchema = z.object({ _key: count, categoryID: count, name: nameSchema });
export const marketGroupSchema = z.object({
  _key: count,
  parentGroupID: count.nullish(),
  name: nameSchema,
});
export const typeSchema = z.object({
  _key: count,
  groupID: count,
  marketGroupID: count.nullish(),
  metaGroupID: count.nullish(),
  name: nameSchema,
  volume: volume.optional(),
  /** In exports since August 2026. */
  packagedVolume: volume.optional(),
  portionSize: count.min(1).default(1),
});
/** Types nobody sees may lack even a name, and are no reason to refuse an export. */
export const visibilitySchema = z.object({ _key: count, published: z.boolean() });
export const materialsSchema = z.object({
  _key: count,
  /** Missing where the yield is left to chance. */
  materials: z
    .array(z.object({ materialTypeID: count, quantity: count }))
    .default([])
    .transform(sumByMaterial)
    .refine(
      (quantities) => [...quantities.values()].every((quantity) => quantity <= MOST),
      `expected no more than ${MOST} of a material together`,
    ),
});
export const regionSchema = z.object({ _key: count, name: nameSchema });
export const systemSchema = z.object({
  _key: count,
  name: nameSchema,
  regionID: count.nullish(),
  securityStatus: z.number().optional(),
});
export const stationSchema = z.object({
  _key: z.int().positive(),
  /** Given by some exports; CCP's leaves it to the reader to put it together. */
  name: nameSchema.optional(),
  solarSystemID: count,
  regionID: count.optional(),
  ownerID: count,
  security: z.number().optional(),
  reprocessingEfficiency: share,
  reprocessingStationsTake: share,
  orbitID: count.optional(),
  operationID: count.optional(),
  useOperationName: z.boolean().default(false),
});
export type ExportStation = z.output<typeof stationSchema>;

/** Planets and moons: their own name where they have one, else their place. */
export const orbitSchema = z.object({
  _key: count,
  solarSystemID: count,
  orbitID: count.optional(),
  celestialIndex: count.optional(),
  orbitIndex: count.optional(),
  name: nameSchema.optional(),
  uniqueName: nameSchema.optional(),
});
export const corporationSchema = z.object({ _key: count, name: nameSchema });
export const operationSchema = z.object({ _key: count, operationName: nameSchema });

/** Ours, not CCP's: repackaged volume by group and by type, for exports that do not say it. */
export const packagedVolumesSchema = z.object({
  groups: z.record(z.string(), volume),
  types: z.record(z.string(), volume),
});
export type PackagedVolumes = z.output<typeof packagedVolumesSchema>;

/** A material may stand there more than once. */
function sumByMaterial(
  materials: readonly { materialTypeID: number; quantity: number }[],
): Map<number, number> {
  const quantities = new Map<number, number>();
  for (const { materialTypeID, quantity } of materials) {
    quantities.set(materialTypeID, (quantities.get(materialTypeID) ?? 0) + quantity);
  }
  return quantities;
}
