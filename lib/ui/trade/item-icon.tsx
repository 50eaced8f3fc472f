'use client';

import type { ItemKind } from '#lib/core/item-kind.ts';
import { useTypeIconUrl } from './image-source.tsx';
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
export function ItemIcon({ name, size = 'small', ...type }: ItemIconProps) {
  const src = useTypeIconUrl(type);
  return (
    <span aria-hidden="true" className="item-icon" data-kind={type.kind} data-size={size}>
      <Picture src={src} pixels={size === 'small' ? 20 : 32}>
        {monogram(name)}
      </Picture>
    </span>
  );
}
