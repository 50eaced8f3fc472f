/** How the page stays current: it asks by itself, no reload needed. */
export function LiveMark({ everyS, isFailing }: { everyS: number; isFailing: boolean }) {
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
      {isFailing ? 'Not reached, trying again' : `Asks every ${everyS} s`}
    </span>
  );
}
