import type { MarketItem } from '#lib/features/market/schema.ts';
import { formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';

export function ItemHead({ item }: { item: MarketItem }) {
  return (
    <div className="mb-4 flex min-w-0 items-center gap-3 max-desk:mb-3">
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
  );
}
