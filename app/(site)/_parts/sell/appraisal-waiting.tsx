import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { SkeletonRows } from '#lib/ui/table/skeleton-rows.tsx';
import { Head, Table } from '#lib/ui/table/table.tsx';

const MOST_ROWS = 12;

/** In place of an appraisal while the first one is worked out. */
export function AppraisalWaiting({ lineCount }: { lineCount: number }) {
  return (
    <Panel tabIndex={-1} aria-label="Appraisal" aria-busy className="outline-none">
      <PanelHead title="Reading your items" />
      <Table caption="Being appraised" stacked>
        <thead>
          <tr>
            <Head>Item</Head>
            <Head numeric>Quantity</Head>
            <Head numeric>Unit price, ISK</Head>
            <Head numeric>Total, ISK</Head>
          </tr>
        </thead>
        <tbody>
          <SkeletonRows rows={Math.min(lineCount, MOST_ROWS)} columns={4} />
        </tbody>
      </Table>
    </Panel>
  );
}
