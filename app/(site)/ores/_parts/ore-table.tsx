'use client';

import { Fragment } from 'react';
import type { OrePrice } from '#lib/core/ores/ore.ts';
import type { OreColumn, OreSort, OreView } from '#lib/core/ores/ore-view.ts';
import type { ValuedOre } from '#lib/core/ores/value-ores.ts';
import { Head, Table } from '#lib/ui/table/table.tsx';
import { OreDetail } from './ore-detail.tsx';
import { OreRow } from './ore-row.tsx';
import { SortHead } from './sort-head.tsx';
import type { ChangeView } from './use-ore-view.ts';

type OreTableProps = {
  readonly rows: readonly ValuedOre[];
  readonly prices: ReadonlyMap<number, OrePrice>;
  readonly view: OreView;
  readonly staleBefore: Date;
  readonly onChange: ChangeView;
};

export function OreTable({ rows, prices, view, staleBefore, onChange }: OreTableProps) {
  const unit = view.per === 'unit' ? 'unit' : 'm³';
  const sorted = (column: OreColumn) => ({
    column,
    sort: view.sort,
    onSort: (sort: OreSort | null) => onChange({ sort }),
  });
  return (
    <Table
      caption={`Ores: ISK for a ${unit === 'unit' ? 'unit' : 'raw cubic metre'}, sold raw, compressed or refined`}
      stacked
    >
      <thead>
        <tr>
          <SortHead {...sorted('name')}>Ore</SortHead>
          <SortHead {...sorted('group')} on="wide">
            Kind
          </SortHead>
          <SortHead {...sorted('volume')} numeric on="wide">
            m³
          </SortHead>
          <SortHead {...sorted('raw')} numeric>
            Raw, ISK/{unit}
          </SortHead>
          <SortHead {...sorted('compressed')} numeric>
            Compressed, ISK/{unit}
          </SortHead>
          <SortHead {...sorted('refined')} numeric>
            Refined, ISK/{unit}
          </SortHead>
          <SortHead {...sorted('gain')} numeric>
            Best over raw, %
          </SortHead>
          <SortHead {...sorted('best')}>Sell it</SortHead>
          <SortHead {...sorted('hauled')} numeric on="wide">
            Hauled, ISK/m³
          </SortHead>
          {/* It takes what the others leave. */}
          <Head on="wide" className="w-full max-w-0 truncate">
            100 units refine to
          </Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const isOpen = row.ore.typeId === view.openId;
          return (
            <Fragment key={row.ore.typeId}>
              <OreRow
                row={row}
                isOpen={isOpen}
                staleBefore={staleBefore}
                onToggle={() => onChange({ openId: isOpen ? null : row.ore.typeId })}
              />
              {isOpen && <OreDetail row={row} prices={prices} view={view} />}
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}
