import { ArrowDown } from 'lucide-react';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { Mark, Picture } from './picture.tsx';

const ITEMS = [
  { name: 'Veldspar', units: '10,000', volume: '1,000.00', unit: '15.53', total: '155,300.00' },
  { name: 'Scordite', units: '4,000', volume: '600.00', unit: '27.60', total: '110,400.00' },
] as const;

/** From the game's hangar to a price for each line. */
export function PastePicture() {
  return (
    <div className="grid gap-2">
      <Picture
        title="Item hangar"
        says="In the game’s item hangar Veldspar and Scordite are selected, and copied with Ctrl A and Ctrl C."
      >
        <div className="grid grid-cols-[1fr_auto_auto] text-body">
          {ITEMS.map(({ name, units, volume }) => (
            <div
              key={name}
              className="col-span-3 grid grid-cols-subgrid items-center gap-x-6 border-line-soft border-b bg-surface-3 px-3 py-1 last:border-b-0"
            >
              <span>{name}</span>
              <span className="numeric text-right">{units}</span>
              <span className="numeric text-right text-ink-2">{volume} m³</span>
            </div>
          ))}
        </div>
      </Picture>
      <div
        aria-hidden="true"
        className="flex items-center justify-center gap-3 text-ink-3 text-meta"
      >
        <Mark number={1} />
        <span>
          <Kbd>Ctrl</Kbd> <Kbd>C</Kbd>
        </span>
        <ArrowDown className="icon" />
        <span>
          <Kbd>Ctrl</Kbd> <Kbd>V</Kbd>
        </span>
        <Mark number={2} />
      </div>
      <Picture
        title="Ageira Trade"
        says="The page shows each line with its price: 155,300.00 ISK for the Veldspar, 110,400.00 for the Scordite, 265,700 ISK in all, and the button Get quote."
      >
        <div className="grid grid-cols-[1fr_auto_auto] text-body">
          {ITEMS.map(({ name, units, unit, total }) => (
            <div
              key={name}
              className="col-span-3 grid grid-cols-subgrid items-center gap-x-6 border-line-soft border-b px-3 py-1"
            >
              <span className="truncate">
                {name} <span className="numeric text-ink-3">{units}</span>
              </span>
              <span className="numeric text-right text-ink-2">{unit}</span>
              <span className="numeric text-right">{total}</span>
            </div>
          ))}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2 px-3 py-2.5">
          <span className="numeric font-semibold text-title">265,700 ISK</span>
          <span className="inline-flex items-center gap-2">
            <Mark number={3} />
            <span className="inline-flex h-8 items-center rounded-control bg-accent px-3 font-medium text-on-accent">
              Get quote
            </span>
          </span>
        </div>
      </Picture>
    </div>
  );
}
