import { CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { Program } from '#lib/features/programs/schema.ts';
import { Tag } from '#lib/ui/primitives/tag.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatPercent, formatUnits } from '#lib/ui/trade/format-numbers.ts';

/** Every program on one line; the name opens it. */
export function ProgramsTable({ programs }: { programs: readonly Program[] }) {
  return (
    <Table caption="Programs, oldest first" stacked>
      <thead>
        <tr>
          <Head>Program</Head>
          <Head>State</Head>
          <Head>Price</Head>
          <Head on="desk">Contracts to</Head>
          <Head on="wide">Place</Head>
          <Head numeric>Living quotes</Head>
          <Head numeric on="wide">
            Changed
          </Head>
        </tr>
      </thead>
      <tbody>
        {programs.map((program) => (
          <tr key={program.programId} className="relative">
            <Cell slot="lead">
              <Link
                href={`/admin/programs/${program.programId}`}
                className="font-medium after:absolute after:inset-0"
              >
                {program.name}
              </Link>
            </Cell>
            <Cell slot="lead-end">
              <StateTag isOpen={program.isOpen} />
            </Cell>
            <Cell slot="sub">{describePrice(program)}</Cell>
            <Cell on="desk">
              {program.isAssigneeRead ? (
                program.assigneeName
              ) : (
                <span className="inline-flex items-center gap-1.5 text-warn">
                  <TriangleAlert aria-hidden="true" className="icon-s" />
                  {program.assigneeName}, not read
                </span>
              )}
            </Cell>
            <Cell on="wide" className="text-ink-2">
              {program.locations[0]?.name}
              {program.locations.length > 1 && ` and ${program.locations.length - 1} more`}
            </Cell>
            <Cell numeric slot="sub-end">
              {formatUnits(program.livingQuotes)}
              <span className="desk:hidden"> living</span>
            </Cell>
            <Cell numeric on="wide" className="text-ink-3">
              <EveTime at={program.updatedAt} style="date" isMarked={false} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function StateTag({ isOpen }: { isOpen: boolean }) {
  return isOpen ? (
    <Tag icon={CircleCheck} tone="gain">
      Open
    </Tag>
  ) : (
    <Tag icon={CircleSlash} tone="neutral">
      Closed
    </Tag>
  );
}

function describePrice({ rateBp, basis }: Program): string {
  const figure = basis.statistic === 'best' ? 'best order' : '5 % volume-weighted';
  return `${formatPercent(rateBp)} % of ${basis.hubName} ${basis.side}, ${figure}`;
}
