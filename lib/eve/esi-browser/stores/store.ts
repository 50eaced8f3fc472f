/**
 * Where answers are kept: text by key, the least recently used leaving first.
 *
 * No method rejects because a browser has no room or forbids storing. Every implementation passes
 * testing/store-contract.ts.
 */
export type EsiStore = {
  /** Reading counts as use. Undefined when nothing is kept. */
  get(key: string): Promise<string | undefined>;
  /** False when the text is not kept; nothing older is kept under the key then. */
  set(key: string, text: string): Promise<boolean>;
  delete(key: string): Promise<void>;
};

export type EsiStoreOptions = {
  /** What all keys begin with; no other code of the site may use it. Default `esi-browser`. */
  readonly namespace?: string;
  /** What an older or newer version has kept in the namespace is removed. Default `1`. */
  readonly version?: string;
  /** Texts kept at most. */
  readonly maxEntries?: number;
  /** The longest text that is kept, in UTF-16 units. */
  readonly maxLength?: number;
  readonly clock?: () => Date;
};

/** Raised when what is written below the keys changes. */
const FORMAT = 2;

export const NAMESPACE = 'esi-browser';

/** All keys of the namespace begin with the first, those of this version with the second. */
export function toPrefixes({ namespace = NAMESPACE, version = '1' }: EsiStoreOptions) {
  const all = `${namespace}:`;
  return { all, own: `${all}${FORMAT}.${version}:` };
}
