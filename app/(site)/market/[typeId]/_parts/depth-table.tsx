import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import type { DepthView } from './depth-view.ts';

type DepthTableProps = {
  readonly view: DepthView;
  readonly name: string;
  readonly hubName: string;
};

/** The chart in figures: offers dearest first, then what is wanted, so that the best prices meet. */
export function DepthTable({ view, name, hubName }: DepthTableProps) {
  const label = `Order book of ${name} at ${hubName} as a table`;
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-[360px] overflow-auto border-line border-t focus-visible:-outline-offset-2"
    >
      <Table caption={`Order book of ${name} at ${hubName}, ISK a unit`}>
        <thead>
          <tr>
            <Head>Side</Head>
            <Head numeric>Price</Head>
            <Head numeric>Units</Head>
            <Head numeric>So far</Head>
            <Head numeric on="desk">
              Average
            </Head>
          </tr>
        </thead>
        <tbody>
          {view.steps.toReversed().map(({ side, priceIsk, units, sumUnits, meanIsk }) => (
            <tr key={`${side} ${priceIsk}`}>
              <Cell className="text-ink-2">{side === 'buy' ? 'wanted' : 'offered'}</Cell>
              <Cell numeric>
                <Isk amount={priceIsk} />
              </Cell>
              <Cell numeric>
                <Units units={units} />
              </Cell>
              <Cell numeric>
                <Units units={sumUnits} />
              </Cell>
              <Cell numeric on="desk" className="text-ink-2">
                <Isk amount={meanIsk} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
