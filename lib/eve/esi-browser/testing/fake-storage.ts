/**
 * A browser's Storage for tests without a browser: its items are own properties, its methods are not.
 *
 * @param quota UTF-16 units of keys and values together.
 * @param refuse Makes what is thrown when they would be more.
 */
export function createFakeStorage(
  quota = 5_000_000,
  refuse: () => unknown = () => new DOMException('full', 'QuotaExceededError'),
): Storage {
  const items: Record<string, string> = {};
  const used = () =>
    Object.entries(items).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem(key: string, value: string) {
      const before = key in items ? key.length + (items[key]?.length ?? 0) : 0;
      if (used() - before + key.length + value.length > quota) throw refuse();
      items[key] = value;
    },
    removeItem(key: string) {
      delete items[key];
    },
  };
  // The methods of Storage are on its prototype: listing the items must not find them.
  return Object.setPrototypeOf(items, methods) as Storage;
}
