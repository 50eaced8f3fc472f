/** The page that was asked for: 1 when none was; null when it is not a page. */
export function readPage(query: URLSearchParams): number | null {
  const text = query.get('page') ?? '1';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}
