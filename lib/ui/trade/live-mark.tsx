const UNREACHED = 'Not reached, trying again';

type LiveMarkProps = {
  readonly everyS: number;
  readonly isFailing: boolean;
  /** Where it fails for another reason than that the site is not reached. */
  readonly why?: string | undefined;
};

/** How the page stays current: it asks by itself, no reload needed. */
export function LiveMark({ everyS, isFailing, why = UNREACHED }: LiveMarkProps) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-ink-2 text-meta">
      <i
        aria-hidden="true"
        className={
          isFailing
            ? 'size-1.5 rounded-full border-[1.5px] border-warn'
            : 'size-1.5 rounded-full bg-gain'
        }
      />
      {isFailing ? why : `Asks every ${everyS} s`}
    </span>
  );
}
