/**
 * The one connection of this tab to whoever tells what changes. Made with the first room that a page wants, and
 * let go with the last.
 *
 * @module
 */
import { LIVE_CONNECTION } from '#lib/core/live/connection-options.ts';
import type { LuceClient, RoomListener } from '#lib/messaging/luce/browser.ts';

type Watch = { readonly room: string; readonly listener: RoomListener; end: () => void };

/** A page that leads on to another one with rooms of its own keeps the connection. */
const LINGER_MS = 5_000;
const RETRY_MS = 10_000;

const watches = new Set<Watch>();
const onState = new Set<() => void>();
let client: LuceClient | null = null;
let isLoading = false;
let leaving: ReturnType<typeof setTimeout> | undefined;

/** Hear a room until the returned function is called. Nothing of it is loaded with the page. */
export function watchRoom(room: string, listener: RoomListener): () => void {
  const watch: Watch = { room, listener, end: () => {} };
  watches.add(watch);
  clearTimeout(leaving);
  if (client) attach(client, watch);
  else void load();
  return () => {
    watches.delete(watch);
    watch.end();
    if (watches.size === 0) leaving = setTimeout(leave, LINGER_MS);
  };
}

/** Connect anew: this browser has a cookie by now that it had not when it connected. */
export function reconnect(): void {
  if (!client) return;
  client.close();
  client = null;
  if (watches.size > 0) void load();
}

/** Told whenever `isConnected` may have changed. */
export function watchConnection(listener: () => void): () => void {
  onState.add(listener);
  return () => void onState.delete(listener);
}

export function isConnected(): boolean {
  return client?.state === 'live';
}

async function load(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    const { createLuceClient } = await import('#lib/messaging/luce/browser.ts');
    client = createLuceClient(LIVE_CONNECTION);
    client.on('state', tellAll);
    for (const watch of watches) attach(client, watch);
    client.connect();
  } catch {
    // A file that did not come, as offline: the page asks by itself meanwhile.
    setTimeout(() => watches.size > 0 && !client && void load(), RETRY_MS);
  } finally {
    isLoading = false;
  }
}

function attach(of: LuceClient, watch: Watch): void {
  watch.end = of.subscribe(watch.room, watch.listener);
}

function leave(): void {
  client?.close();
  client = null;
  tellAll();
}

function tellAll(): void {
  for (const listener of onState) listener();
}
