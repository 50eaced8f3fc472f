'use client';

import type { ItemKind } from '#lib/core/item-kind.ts';
import { useImageUrls } from './image-source.tsx';
import { monogram } from './monogram.ts';
import { Picture } from './picture.tsx';

type ItemIconProps = {
  /** Null for what is no known type: letters only. */
  readonly typeId: number | null;
  readonly name: string;
  readonly kind: ItemKind;
  readonly blueprintCopy?: boolean;
  readonly size?: 'small' | 'large';
};

/** The game's icon on a tint by kind; two letters where the picture does not load. */
export function ItemIcon({
  typeId,
  name,
  kind,
  blueprintCopy = false,
  size = 'small',
}: ItemIconProps) {
  const urls = useImageUrls();
  const blueprint = kind === 'blueprint' ? (blueprintCopy ? 'copy' : 'original') : undefined;
  const src = typeId === null ? null : (urls?.typeIcon(typeId, blueprint) ?? null);
  return (
    <span aria-hidden="true" className="item-icon" data-kind={kind} data-size={size}>
      <Picture src={src} pixels={size === 'small' ? 20 : 32}>
        {monogram(name)}
      </Picture>
    </span>
  );
}
