import type { IncomingMessage } from 'node:http';
import { CLAIM_COOKIE, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import { LuceUpgradeError } from '#lib/messaging/luce/index.ts';
import { networkOf } from '#lib/server/address.ts';
import type { Container } from '#lib/server/container.ts';
import { type Peers, readClientAddress } from '#lib/server/forwarded.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { readViewer, SESSION_COOKIE } from '#lib/server/sessions.ts';
import type { Viewer } from '#lib/server/viewer.ts';

/** Of one browser. */
export type Watcher = {
  /** Of its network, as limits count it. */
  address: string;
  /** Of the session's cookie, to be asked about again; undefined for a guest. */
  sessionToken: string | undefined;
  /** Null for a guest. */
  viewer: Viewer | null;
  /** Of the secret with which this browser made quotes as a guest. */
  claimHash: Uint8Array | null;
  /** Rooms of quotes that concern this browser: it is given their pages. */
  readonly own: Set<string>;
};

/**
 * Who wants to be told: by the session's cookie, as everywhere, and by the address that our own proxies say.
 *
 * @throws {LuceUpgradeError} 429 for an address that comes too often.
 */
export async function findWatcher(
  container: Container,
  request: IncomingMessage,
  peers: Peers,
): Promise<Omit<Watcher, 'own'>> {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = [request.headers['x-forwarded-for']].flat()[0];
  const address = networkOf(readClientAddress(peer, forwarded, peers));
  try {
    await spend(container, BUDGETS.watching, { address });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new LuceUpgradeError(error.problem.status, 'That was too often');
  }
  const sessionToken = readCookie(request.headers.cookie, SESSION_COOKIE);
  const viewer = await readViewer(container, sessionToken, container.clock());
  return {
    address,
    viewer,
    sessionToken: viewer ? sessionToken : undefined,
    claimHash: hashClaimSecret(readCookie(request.headers.cookie, CLAIM_COOKIE)),
  };
}

/** The first of a name: a browser sends the one that is most closely ours before others. */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
