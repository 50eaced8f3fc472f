'use client';

import { createContext, useContext } from 'react';

/** Where pictures of EVE's image server are. */
export type ImageUrls = {
  typeIcon(typeId: number, blueprint?: 'original' | 'copy'): string;
  portrait(characterId: number): string;
};

const ImageUrlsContext = createContext<ImageUrls | null>(null);

/** Tells every picture below where it is; which server that is, is the site's to configure. */
export const ImageSource = ImageUrlsContext.Provider;

/** Null outside an `ImageSource`: nothing is pictured there. */
export function useImageUrls(): ImageUrls | null {
  return useContext(ImageUrlsContext);
}
