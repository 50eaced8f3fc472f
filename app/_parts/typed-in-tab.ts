/**
 * What was typed and not sent yet, kept by the browser for this tab alone: it outlives a link, Back, a
 * reload, a sign-in and a page that did not load. It goes with the tab, and with a sign-out.
 *
 * @module
 */

const PREFIX = 'typed ';
/** A browser has room for a few millions in all. */
const MOST_LETTERS = 1_048_576;

/** What was kept under a name, or null. Anybody at this browser can change it: parse it. */
export function readTyped(name: string): string | null {
  const kept = tryStore((store) => store.getItem(PREFIX + name)) ?? null;
  return kept !== null && kept.length <= MOST_LETTERS ? kept : null;
}

/** Keep a text in place of the one before; null, or more than there is room for, keeps none. */
export function keepTyped(name: string, text: string | null): void {
  tryStore((store) => {
    // First: where the new one finds no room, the old one must not come back in its place.
    store.removeItem(PREFIX + name);
    if (text !== null && text.length <= MOST_LETTERS) store.setItem(PREFIX + name, text);
  });
}

/** For whoever comes to this browser next. */
export function forgetTyped(): void {
  tryStore((store) => {
    for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
  });
}

/** A browser may keep nothing, by its owner's wish or for want of room: then what is typed is not kept. */
function tryStore<T>(use: (store: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
