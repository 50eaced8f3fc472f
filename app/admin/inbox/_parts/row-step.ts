const PAGE = 10;

/**
 * The row that a key moves to.
 *
 * @returns Null for keys that do not move, and while a modifier is held.
 */
export function toRowStep(
  event: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
  },
  at: number,
  count: number,
): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return null;
  const last = count - 1;
  const to = (row: number) => Math.min(last, Math.max(0, row));
  switch (event.key) {
    case 'j':
    case 'ArrowDown':
      return to(at + 1);
    case 'k':
    case 'ArrowUp':
      return to(at - 1);
    case 'PageDown':
      return to(at + PAGE);
    case 'PageUp':
      return to(at - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
