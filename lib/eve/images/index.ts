/**
 * Addresses of EVE's image server. Nothing is fetched here.
 *
 * @module
 */

/** Edge length in pixels, as the image server makes them. */
export type ImageSize = 32 | 64 | 128 | 256 | 512 | 1024;

const VARIATIONS = { original: 'bp', copy: 'bpc' } as const;
const SIZES: readonly number[] = [32, 64, 128, 256, 512, 1024];

/**
 * The icon of an item type. A blueprint has one as an original and one as a copy, and no other.
 *
 * @param baseUrl `https://images.evetech.net`, without a slash at the end.
 * @throws {RangeError} On an id that is no positive safe integer, or a size that is not made.
 */
export function typeIconUrl(
  baseUrl: string,
  typeId: number,
  size: ImageSize,
  { blueprint }: { readonly blueprint?: 'original' | 'copy' | undefined } = {},
): string {
  const variation = blueprint === undefined ? 'icon' : VARIATIONS[blueprint];
  return toUrl(baseUrl, `types/${toId(typeId)}/${variation}`, size);
}

/** The portrait of a character, as JPEG. Parameters and errors as {@link typeIconUrl}. */
export function portraitUrl(baseUrl: string, characterId: number, size: ImageSize): string {
  return toUrl(baseUrl, `characters/${toId(characterId)}/portrait`, size);
}

/** The logo of a corporation. Parameters and errors as {@link typeIconUrl}. */
export function corporationLogoUrl(
  baseUrl: string,
  corporationId: number,
  size: ImageSize,
): string {
  return toUrl(baseUrl, `corporations/${toId(corporationId)}/logo`, size);
}

/** The logo of an alliance. Parameters and errors as {@link typeIconUrl}. */
export function allianceLogoUrl(baseUrl: string, allianceId: number, size: ImageSize): string {
  return toUrl(baseUrl, `alliances/${toId(allianceId)}/logo`, size);
}

/** A ship, drone or structure in full; there is none of other items. As {@link typeIconUrl}. */
export function typeRenderUrl(baseUrl: string, typeId: number, size: ImageSize): string {
  return toUrl(baseUrl, `types/${toId(typeId)}/render`, size);
}

function toId(id: number): number {
  if (!Number.isSafeInteger(id) || id <= 0) throw new RangeError(`${id} is no id of EVE`);
  return id;
}

function toUrl(baseUrl: string, path: string, size: number): string {
  if (!SIZES.includes(size)) throw new RangeError(`EVE makes no images of ${size} px`);
  return `${baseUrl}/${path}?size=${size}`;
}
