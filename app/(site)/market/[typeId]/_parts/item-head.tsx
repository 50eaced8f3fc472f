import type { ReactNode } from 'react';
import type { MarketItem } from '#lib/features/market/schema.ts';
import { formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';

/** @param children At the right end; below the name where there is no room. */
export function ItemHead({ item, children }: { item: MarketItem; children?: ReactNode }) {
  return (
    <div className="mb-4 flex min-w-0 flex-wrap items-center gap-x-6 gap-y-2 max-desk:mb-3">
      <div className="flex min-w-0 flex-1 basis-60 items-center gap-3">
        <ItemIcon {...item} size="large" />
        <div className="min-w-0">
          <h1 className="font-semibold text-figure leading-6 [overflow-wrap:anywhere]">
            {item.name}
          </h1>
          <p className="text-ink-3 text-meta">
            {item.groupName} · {formatVolume(item.volumeM3)} m³ · type {item.typeId}
          </p>
        </div>
      </div>
      {children}
    </div>
  );
}
