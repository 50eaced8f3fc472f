import { ChevronsUpDown } from 'lucide-react';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { describeTerms } from './describe-terms.ts';

type ProgramSelectProps = {
  readonly programs: readonly ProgramTerms[];
  readonly chosen: ProgramTerms;
  readonly onChoose: (programId: string) => void;
};

/** The offer, by name and terms. A native select lies over the two lines, so it works everywhere. */
export function ProgramSelect({ programs, chosen, onChoose }: ProgramSelectProps) {
  return (
    <div className="relative rounded-panel border border-line-control bg-surface-1 px-3 py-2 hover:bg-surface-2 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent has-[:focus-visible]:outline-offset-2">
      <div aria-hidden="true" className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3">
        <b className="truncate font-semibold">{chosen.name}</b>
        <ChevronsUpDown className="icon row-span-2 text-ink-3" />
        <span className="col-start-1 row-start-2 truncate text-ink-2 text-meta">
          {describeTerms(chosen)}
        </span>
      </div>
      <select
        aria-label="Program"
        value={chosen.programId}
        onChange={(event) => onChoose(event.target.value)}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      >
        {programs.map((program) => (
          <option key={program.programId} value={program.programId}>
            {program.name}: {describeTerms(program)}
          </option>
        ))}
      </select>
    </div>
  );
}
