/** Thin progress under a panel's head while newer data is fetched; the old data stays readable. */
export function BusyLine({ isBusy }: { isBusy: boolean }) {
  return (
    <div className="relative -mt-px h-0.5 overflow-hidden" aria-hidden="true">
      {isBusy && (
        <i className="absolute inset-y-0 left-0 w-1/4 animate-[busy_1.2s_ease-in-out_infinite] bg-accent" />
      )}
    </div>
  );
}
