'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ItemKind } from '#lib/core/item-kind.ts';

const ImageSourceContext = createContext<string | null>(null);

/** Tells every icon below where EVE's image server is; the address is the server's to configure. */
export function ImageSource({ baseUrl, children }: { baseUrl: string; children: ReactNode }) {
  return <ImageSourceContext value={baseUrl}>{children}</ImageSourceContext>;
}

type Pictured = {
  readonly typeId: number | null;
  readonly kind: ItemKind;
  readonly blueprintCopy?: boolean;
};

/** The address of a type's icon; null outside an `ImageSource` or for what is no type. */
export function useTypeIconUrl({ typeId, kind, blueprintCopy }: Pictured): string | null {
  const baseUrl = useContext(ImageSourceContext);
  if (baseUrl === null || typeId === null) return null;
  const variation = kind === 'blueprint' ? (blueprintCopy ? 'bpc' : 'bp') : 'icon';
  return `${baseUrl}/types/${typeId}/${variation}?size=64`;
}

/** The address of a character's portrait; null outside an `ImageSource`. */
export function usePortraitUrl(characterId: number): string | null {
  const baseUrl = useContext(ImageSourceContext);
  return baseUrl === null ? null : `${baseUrl}/characters/${characterId}/portrait?size=64`;
}
