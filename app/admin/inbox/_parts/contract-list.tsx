'use client';

import { ArrowDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Head, Table } from '#lib/ui/table/table.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { useServerTime } from '#lib/ui/trade/use-server-time.ts';
import type { InboxSort, ShownRow } from './arrange-rows.ts';
import { ContractRow } from './contract-row.tsx';
import { toRowStep } from './row-step.ts';

const EVERY_MS = 10_000;

type ContractListProps = {
  readonly rows: readonly ShownRow[];
  /** Contracts that wait and are not among the rows. */
  readonly unlisted: number;
  readonly openId: number | null;
  readonly sort: InboxSort;
  readonly serverNow: Date;
  readonly isBusy: boolean;
  readonly onSort: (sort: InboxSort) => void;
  readonly onOpen: (contractId: number) => void;
};

/** The list: one line a contract, verdict first. One tab stop; arrows, j and k move in it. */
export function ContractList(props: ContractListProps) {
  const { rows, unlisted, openId, sort, serverNow, isBusy, onSort, onOpen } = props;
  const now = useServerTime(serverNow, EVERY_MS);
  const body = useRef<HTMLTableSectionElement>(null);
  const [focusedId, setFocusedId] = useState<number | null>(null);

  // One row takes the tab: the one that had the focus last, else the open one, else the first.
  const isThere = (id: number | null) => rows.some(({ contractId }) => contractId === id);
  const stopId = [focusedId, openId].find(isThere) ?? rows[0]?.contractId;

  function move(event: KeyboardEvent) {
    const at = rows.findIndex(({ contractId }) => contractId === stopId);
    const next = toRowStep(event, at, rows.length);
    const row = next === null ? undefined : rows[next];
    if (!row) return;
    event.preventDefault();
    setFocusedId(row.contractId);
    body.current?.querySelector<HTMLElement>(`[data-contract="${row.contractId}"]`)?.focus();
    // With a contract open beside the list, moving looks through them.
    if (openId !== null && matchMedia('(width >= 68.8125rem)').matches) onOpen(row.contractId);
  }

  return (
    <section
      aria-label="Contracts"
      className="min-h-0 flex-1 desk:overflow-auto desk:[&_td:first-child]:pl-4 desk:[&_td]:px-2 desk:[&_th:first-child]:pl-4 desk:[&_th:last-child]:pr-4 desk:[&_th]:px-2 desk:[&_th]:py-0.5"
    >
      <Table caption="Contracts waiting" stacked aria-busy={isBusy}>
        <thead className="bg-canvas desk:sticky desk:top-0 desk:z-[1]">
          <tr>
            <SortHead name="verdict" sort={sort} onSort={onSort}>
              Verdict
            </SortHead>
            <Head>Quote</Head>
            <Head>Pilot</Head>
            <SortHead name="asks" sort={sort} onSort={onSort} numeric>
              Asks, ISK
            </SortHead>
            <Head on="wide">Differs in</Head>
            <SortHead name="waiting" sort={sort} onSort={onSort} numeric>
              Waiting
            </SortHead>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={move}>
          {rows.map((row) => (
            <ContractRow
              key={row.contractId}
              row={row}
              now={now}
              isOpen={row.contractId === openId}
              isTabStop={row.contractId === stopId}
              onFocus={() => setFocusedId(row.contractId)}
              onOpen={() => onOpen(row.contractId)}
            />
          ))}
        </tbody>
      </Table>
      {unlisted > 0 && (
        <p className="px-4 py-2 text-ink-3 text-meta max-desk:px-3">
          and {formatUnits(unlisted)} more. Listed and searched are the newest of each verdict; the
          rest moves up as these go.
        </p>
      )}
    </section>
  );
}

type SortHeadProps = {
  readonly name: InboxSort;
  readonly sort: InboxSort;
  readonly numeric?: boolean;
  readonly onSort: (sort: InboxSort) => void;
  readonly children: ReactNode;
};

function SortHead({ name, sort, numeric = false, onSort, children }: SortHeadProps) {
  const isSorted = name === sort;
  const direction = name === 'verdict' ? 'ascending' : 'descending';
  return (
    <Head numeric={numeric} aria-sort={isSorted ? direction : undefined}>
      <button
        type="button"
        className="inline-flex min-h-6 items-center gap-1 hover:text-ink focus-visible:-outline-offset-2"
        onClick={() => onSort(name)}
      >
        {children}
        {isSorted && <ArrowDown aria-hidden="true" className="size-3" strokeWidth={1.5} />}
      </button>
    </Head>
  );
}
