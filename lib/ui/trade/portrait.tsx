'use client';

import { clsx } from 'clsx';
import { useImageUrls } from './image-source.tsx';
import { Picture } from './picture.tsx';

type PortraitProps = {
  readonly characterId: number;
  readonly name: string;
  readonly size?: 'small' | 'large';
};

/** A pilot's face, or two letters of the name. Decoration: the name stands beside it. */
export function Portrait({ characterId, name, size = 'small' }: PortraitProps) {
  const src = useImageUrls()?.portrait(characterId) ?? null;
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'grid flex-none place-items-center overflow-hidden rounded-[2px] bg-surface-3 font-medium text-ink-2 leading-none',
        size === 'small' ? 'size-5 text-[9px]' : 'size-8 text-body',
      )}
    >
      <Picture src={src} pixels={size === 'small' ? 20 : 32}>
        {toInitials(name)}
      </Picture>
    </span>
  );
}

function toInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => word[0]) : [name.slice(0, 2)];
  return letters.join('').toUpperCase();
}
