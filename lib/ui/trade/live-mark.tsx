import { clsx } from 'clsx';

const UNREACHED = 'Not reached, trying again';

type LiveMarkProps = {
  /** Whether the page is told of changes, will be in a moment, or has to ask by itself. */
  readonly state: 'live' | 'connecting' | 'asking';
  readonly everyS: number;
  /** The last time that the page asked nobody answered. */
  readonly isFailing: boolean;
  /** Where it fails for another reason than that the site is not reached. */
  readonly why?: string | undefined;
};

/** How the page stays current: no reload is needed. */
export function LiveMark({ state, everyS, isFailing, why = UNREACHED }: LiveMarkProps) {
  const isGood = state === 'live' && !isFailing;
  return (
    <span
      role="status"
      className="inline-flex items-center gap-1.5 whitespace-nowrap text-ink-2 text-meta"
    >
      <i
        aria-hidden="true"
        className={clsx('size-1.5', {
          'rounded-full bg-gain': isGood,
          'rounded-full border-[1.5px] border-warn': isFailing || state === 'connecting',
          'rounded-[1px] border-[1.5px] border-ink-3': !isFailing && state === 'asking',
        })}
      />
      {isFailing ? why : toWords(state, everyS)}
    </span>
  );
}

function toWords(state: LiveMarkProps['state'], everyS: number): string {
  if (state === 'live') return 'Live';
  return state === 'connecting' ? 'Connecting' : `Asks every ${everyS} s`;
}
