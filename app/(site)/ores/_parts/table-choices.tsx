import { ORE_COLUMNS, type OreView } from '#lib/core/ores/ore-view.ts';
import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import type { ChangeView } from './use-ore-view.ts';

type Hub = { readonly hubId: number; readonly name: string };

const SORTS = [
  ['refined', 'Best refined'],
  ['raw', 'Best raw'],
  ['compressed', 'Best compressed'],
  ['gain', 'Most over raw'],
  ['hauled', 'Best to haul'],
  ['name', 'By name'],
  ['none', 'By kind'],
] as const;

type TableChoicesProps = {
  readonly view: OreView;
  readonly hubs: readonly Hub[];
  readonly hub: Hub | null;
  readonly onChange: ChangeView;
};

/** Whose prices, of which side, for how much of it, and of which grades. */
export function TableChoices({ view, hubs, hub, onChange }: TableChoicesProps) {
  const sortName = view.sort?.column ?? 'none';
  return (
    <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-2 max-desk:ml-0">
      <Checkbox
        checked={view.grades === 'plain'}
        onChange={({ target }) => onChange({ grades: target.checked ? 'plain' : 'all' })}
      >
        Without richer grades
      </Checkbox>
      {hub && hubs.length > 1 && (
        <Select
          aria-label="Market"
          value={hub.hubId}
          onChange={({ target }) => onChange({ hubId: Number(target.value) })}
        >
          {hubs.map(({ hubId, name }) => (
            <option key={hubId} value={hubId}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <span className="desk:hidden">
        <Select
          aria-label="Sort by"
          value={SORTS.some(([column]) => column === sortName) ? sortName : ''}
          onChange={({ target }) => {
            const column = ORE_COLUMNS.find((name) => name === target.value);
            onChange({ sort: column ? { column, isDescending: column !== 'name' } : null });
          }}
        >
          {SORTS.map(([column, name]) => (
            <option key={column} value={column}>
              {name}
            </option>
          ))}
          <option value="" hidden>
            Sorted otherwise
          </option>
        </Select>
      </span>
      <Select
        aria-label="Side of the order book"
        value={view.side}
        onChange={({ target }) => onChange({ side: target.value === 'sell' ? 'sell' : 'buy' })}
      >
        <option value="buy">Buy orders</option>
        <option value="sell">Sell orders</option>
      </Select>
      <Select
        aria-label="ISK per"
        value={view.per}
        onChange={({ target }) => onChange({ per: target.value === 'unit' ? 'unit' : 'm3' })}
      >
        <option value="m3">ISK per raw m³</option>
        <option value="unit">ISK per unit</option>
      </Select>
    </div>
  );
}
