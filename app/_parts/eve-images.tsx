'use client';

import { type ReactNode, useMemo } from 'react';
import { portraitUrl, typeIconUrl } from '#lib/eve/images/index.ts';
import { ImageSource, type ImageUrls } from '#lib/ui/trade/image-source.tsx';

const SIZE = 64;

/** All pictures below come from EVE's image server at this address. */
export function EveImages({ baseUrl, children }: { baseUrl: string; children: ReactNode }) {
  const urls = useMemo<ImageUrls>(
    () => ({
      typeIcon: (typeId, blueprint) => typeIconUrl(baseUrl, typeId, SIZE, { blueprint }),
      portrait: (characterId) => portraitUrl(baseUrl, characterId, SIZE),
    }),
    [baseUrl],
  );
  return <ImageSource value={urls}>{children}</ImageSource>;
}
