/** Inputs, selects and text areas share edge, fill and height; 16 px on phones, or iOS zooms in. */
export const controlClasses =
  'h-8 w-full min-w-0 rounded-control border border-line-control bg-surface-2 px-2 text-body text-ink placeholder:text-ink-3 aria-invalid:border-loss disabled:border-line disabled:bg-transparent disabled:text-ink-3 max-desk:h-10 max-desk:text-touch';
