import { clsx } from 'clsx';
import type { OreView } from '#lib/core/ores/ore-view.ts';

const KINDS = [
  ['all', 'All'],
  ['ore', 'Ore'],
  ['ice', 'Ice'],
  ['moon', 'Moon'],
  ['gas', 'Gas'],
] as const;

type KindTabsProps = {
  readonly counts: Readonly<Record<OreView['kind'], number>>;
  readonly current: OreView['kind'];
  readonly onChange: (kind: OreView['kind']) => void;
};

export function KindTabs({ counts, current, onChange }: KindTabsProps) {
  return (
    <fieldset
      aria-label="Kind"
      className="-mx-1 flex min-w-0 overflow-x-auto px-1 py-1 [scrollbar-width:none] max-desk:w-full"
    >
      {KINDS.map(([kind, name]) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kind === current}
          onClick={() => onChange(kind)}
          className={clsx(
            'flex h-7 flex-none items-center gap-1.5 rounded-control px-2.5 font-medium max-desk:h-10',
            kind === current ? 'bg-surface-3 text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {name}
          <span className="numeric font-normal text-ink-3">{counts[kind]}</span>
        </button>
      ))}
    </fieldset>
  );
}
