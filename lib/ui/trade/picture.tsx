'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

type PictureProps = {
  readonly src: string | null;
  readonly pixels: number;
  /** Shown where the picture is missing or does not load. */
  readonly children: ReactNode;
};

/** A small square picture from EVE's image server, or its fallback. Decoration: a name stands beside it. */
export function Picture({ src, pixels, children }: PictureProps) {
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null);
  const picture = useRef<HTMLImageElement>(null);

  // The picture may have failed before this script was there to hear of it.
  useEffect(() => {
    const image = picture.current;
    if (image?.complete && image.naturalWidth === 0) setBrokenSrc(src);
  }, [src]);

  if (!src || src === brokenSrc) return children;
  return (
    // biome-ignore lint/performance/noImgElement: a few pixels straight from EVE's image server
    <img
      ref={picture}
      src={src}
      alt=""
      width={pixels}
      height={pixels}
      loading="lazy"
      decoding="async"
      className="size-full object-cover"
      onError={() => setBrokenSrc(src)}
    />
  );
}
