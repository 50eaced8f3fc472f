/**
 * Who a socket is: a join token says so, or a proof of having been somebody before, or it is somebody new.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { LuceUpgradeError } from '#lib/messaging/luce/index.ts';
import { clientId, PROTOCOL, RESUME_PREFIX, TOKEN_PREFIX } from '../protocol/index.ts';
import type { Identity } from './client-state.ts';
import { JoinTokenError } from './errors.ts';
import { isSame, sign } from './join-tokens.ts';
import type { Settings } from './settings.ts';

type AdmitSettings = Pick<Settings, 'secret' | 'joinTokens' | 'usedTokens'>;

/** @param header `Sec-WebSocket-Protocol` as it came. @throws {LuceUpgradeError} 400, 401 */
export async function admit(
  header: string | undefined,
  { secret, joinTokens, usedTokens }: AdmitSettings,
): Promise<Identity> {
  const offered = (header ?? '').split(',').map((each) => each.trim());
  if (!offered.includes(PROTOCOL)) {
    throw new LuceUpgradeError(400, `Offer the sub-protocol ${PROTOCOL}`);
  }
  const find = (prefix: string) => {
    const found = offered.find((each) => each.startsWith(prefix));
    return found?.slice(prefix.length);
  };
  if (joinTokens) {
    const { tokenId, expiresAtMs, ...identity } = verify(joinTokens, find(TOKEN_PREFIX));
    if (!(await usedTokens.use(tokenId, expiresAtMs))) throw refused('used before');
    return identity;
  }
  const resume = find(RESUME_PREFIX);
  if (resume === undefined) return { client: randomBytes(16).toString('base64url') };
  const [client = '', proof = ''] = resume.split('.');
  if (!clientId.safeParse(client).success || !isSame(proof, proofOf(client, secret))) {
    throw refused('no proof');
  }
  return { client };
}

/** What only the client of that id, and the nodes that share the secret, can know. */
export function proofOf(client: string, secret: Settings['secret']): string {
  return sign(secret, `client:${client}`);
}

function verify(joinTokens: NonNullable<AdmitSettings['joinTokens']>, token: string | undefined) {
  if (token === undefined) throw refused('no token');
  try {
    return joinTokens.verify(token);
  } catch (error) {
    if (error instanceof JoinTokenError) throw refused(error.message);
    throw error;
  }
}

/** What exactly was wrong helps nobody but a forger. */
function refused(cause: string): LuceUpgradeError {
  return new LuceUpgradeError(401, 'Not admitted', { cause: new JoinTokenError(cause) });
}
