import { clsx } from 'clsx';
import { Cell } from '#lib/ui/table/table.tsx';
import { formatSpan } from '#lib/ui/trade/format-times.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { VERDICT_LOOKS, VerdictTag } from '#lib/ui/trade/verdict-tag.tsx';
import type { ShownRow } from './arrange-rows.ts';

type ContractRowProps = {
  readonly row: ShownRow;
  readonly now: Date;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
};

/** One contract: verdict and code, pilot, amount, what differs, how long it waits. */
export function ContractRow({ row, now, isOpen, isTabStop, onFocus, onOpen }: ContractRowProps) {
  const waiting = row.isGone ? 'gone' : formatSpan(now.getTime() - row.issuedAt.getTime());
  const differs = row.differsIn.join(', ');
  return (
    <tr
      data-contract={row.contractId}
      aria-selected={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      className={clsx('cursor-pointer', row.isGone && 'opacity-60')}
      onFocus={onFocus}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        onOpen();
      }}
    >
      <Cell on="desk">
        <VerdictTag verdict={row.verdict} />
      </Cell>
      <Cell on="desk" className="mono">
        {row.shownCode ?? <span className="text-ink-3">none</span>}
      </Cell>
      <Cell on="desk" className="max-w-40 truncate">
        {row.pilotName}
      </Cell>
      <Cell numeric slot="lead-end">
        {row.priceIsk === null ? '–' : <Isk amount={row.priceIsk} decimals={false} />}
      </Cell>
      <Cell on="wide" className="w-full max-w-0 truncate text-ink-2" title={differs}>
        {differs}
      </Cell>
      <Cell numeric slot="sub-end" className="text-ink-2 desk:pr-4!">
        {waiting}
      </Cell>
      <Cell on="phone" slot="lead">
        <span className="flex min-w-0 items-center gap-2">
          <VerdictMark verdict={row.verdict} />
          <span className="truncate">{row.pilotName}</span>
        </span>
      </Cell>
      <Cell on="phone" slot="sub">
        <span className="pl-[22px]">
          <span className="text-ink-2">{VERDICT_LOOKS[row.verdict].word}</span>
          {' · '}
          {differs || <span className="mono">{row.shownCode}</span>}
        </span>
      </Cell>
    </tr>
  );
}

function VerdictMark({ verdict }: { verdict: ShownRow['verdict'] }) {
  const { icon: Icon, tone } = VERDICT_LOOKS[verdict];
  const colour = { gain: 'text-gain', warn: 'text-warn', loss: 'text-loss', neutral: 'text-ink-2' };
  return <Icon aria-hidden="true" className={clsx('icon-s', colour[tone])} />;
}
