/**
 * What was typed and not sent yet, kept by the browser for this tab alone: it outlives a link, Back, a
 * reload, a sign-in and a page that did not load. It is shown to its typist alone, and goes with the
 * tab, or with a sign-out.
 *
 * @module
 */

import { joinKept } from './join-kept.ts';

/** The account that is signed in, by its id; null for a guest. */
export type Typist = string | null;

const PREFIX = 'typed ';
/** Whose sign-out was pressed: whether it happened, the next page shows. */
const LEAVING = 'signing out';
/** Tells the other tabs of a sign-out. */
const CHANNEL = 'signed out';
/** A browser has room for a few millions in all. */
const MOST_LETTERS = 1_048_576;

/** What was kept under a name, or null. Anybody at this browser can change it: parse it. */
export function readTyped(typist: Typist, name: string): string | null {
  const kept = tryStore((store) => store.getItem(toKey(typist, name))) ?? null;
  return kept !== null && kept.length <= MOST_LETTERS ? kept : null;
}

/** Keep a text in place of the one before; null, or more than there is room for, keeps none. */
export function keepTyped(typist: Typist, name: string, text: string | null): void {
  tryStore((store) => {
    const key = toKey(typist, name);
    // First: where the new one finds no room, the old one must not come back in its place.
    store.removeItem(key);
    if (text !== null && text.length <= MOST_LETTERS) store.setItem(key, text);
  });
}

/** A sign-out was pressed, but it may not happen: until it has, nothing is forgotten. */
export function noteSignOut(typist: string): void {
  tryStore((store) => store.setItem(LEAVING, typist));
}

/** It did not happen, as far as is known. */
export function takeBackSignOut(): void {
  tryStore((store) => store.removeItem(LEAVING));
}

/**
 * On each page that is opened, before anything on it reads what is kept: forget, in each tab, what was
 * typed by an account that has signed out; and give the account that has signed in what the guest typed.
 */
export function settleTypist(typist: Typist): void {
  settleSignOut(typist);
  if (typist !== null) tryStore((store) => takeFromGuest(store, typist));
}

function settleSignOut(typist: Typist): void {
  tryStore((store) => {
    const left = store.getItem(LEAVING);
    store.removeItem(LEAVING);
    if (left === null || left === typist) return;
    forgetTyped(left);
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(left);
    channel.close();
  });
}

/** Forget with the other tabs. @returns Ends it. */
export function heedSignOuts(): () => void {
  const channel = attempt(() => new BroadcastChannel(CHANNEL));
  channel?.addEventListener('message', ({ data }) => forgetTyped(String(data)));
  return () => channel?.close();
}

/** What was typed by an account, and by the guest whom it was before. */
function forgetTyped(typist: string): void {
  const prefixes = [toKey(typist, ''), toKey(null, '')];
  tryStore((store) => {
    for (const key of Object.keys(store)) {
      if (prefixes.some((prefix) => key.startsWith(prefix))) store.removeItem(key);
    }
  });
}

/** Texts alone: a guest fills in no form. What the account had typed before its session ended stays. */
function takeFromGuest(store: Storage, typist: string): void {
  const prefix = toKey(null, '');
  for (const key of Object.keys(store).filter((each) => each.startsWith(prefix))) {
    const name = key.slice(prefix.length);
    const kept = store.getItem(toKey(typist, name));
    const text = joinKept(kept, store.getItem(key) ?? '');
    // First: there may be no room for both at once.
    store.removeItem(key);
    keepTyped(typist, name, text);
  }
}

function toKey(typist: Typist, name: string): string {
  return `${PREFIX}${typist ?? 'guest'} ${name}`;
}

/** A browser may keep nothing, by its owner's wish or for want of room: then what is typed is not kept. */
function tryStore<T>(use: (store: Storage) => T): T | undefined {
  return attempt(() => use(sessionStorage));
}

function attempt<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
