import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import { toDate, type ViewedDay } from './history-view.ts';

/** The chart in figures, newest first. */
export function HistoryTable({ days, name }: { days: readonly ViewedDay[]; name: string }) {
  return (
    <section
      aria-label={`Price history of ${name} as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-[420px] overflow-auto border-line border-t focus-visible:-outline-offset-2"
    >
      <Table caption={`Price history of ${name}, ISK a unit`} stacked>
        <thead>
          <tr>
            <Head>Day</Head>
            <Head numeric>Average</Head>
            <Head numeric>Lowest</Head>
            <Head numeric>Highest</Head>
            <Head numeric>Volume</Head>
            <Head numeric>Orders</Head>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <Cell slot="lead">
                <EveTime at={toDate(day.day)} style="day" isMarked={false} />
              </Cell>
              <Cell numeric slot="lead-end">
                <Isk amount={day.averageIsk} />
              </Cell>
              <Cell numeric on="desk">
                <Isk amount={day.lowestIsk} />
              </Cell>
              <Cell numeric on="desk">
                <Isk amount={day.highestIsk} />
              </Cell>
              <Cell numeric on="desk">
                <Units units={day.volume} />
              </Cell>
              <Cell numeric on="desk" className="text-ink-2">
                <Units units={day.orders} />
              </Cell>
              <Cell on="phone" slot="sub">
                <Isk amount={day.lowestIsk} /> to <Isk amount={day.highestIsk} />
              </Cell>
              <Cell on="phone" slot="sub-end">
                <Units units={day.volume} /> units
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
