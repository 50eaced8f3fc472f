/** The mark and the name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap font-semibold">
      <svg viewBox="0 0 18 18" fill="none" aria-hidden="true" className="size-[18px]">
        <path d="M1.75 15.5 8.2 2.5h1.6l6.45 13" stroke="var(--color-accent)" strokeWidth="1.75" />
        <path d="M5.2 11.5h7.6" stroke="var(--color-ink)" strokeWidth="1.75" />
      </svg>
      Ageira Trade
    </span>
  );
}
