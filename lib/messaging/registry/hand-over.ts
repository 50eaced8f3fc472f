import type { Outcome } from './backend.ts';
import { RegistryDeliveryError } from './errors.ts';
import type { RegistryPeer } from './registry-types.ts';

/** Hand a message to a connection of this node. */
export function handOver(peer: RegistryPeer, text: string): Outcome | Promise<Outcome> {
  try {
    const taken = peer.sendText ? peer.sendText(text) : peer.send(JSON.parse(text));
    return taken instanceof Promise
      ? taken.then(
          () => 'delivered' as const,
          () => 'failed' as const,
        )
      : 'delivered';
  } catch {
    return 'failed';
  }
}

/** @throws RegistryDeliveryError */
export async function sendHere(id: string, peer: RegistryPeer, text: string): Promise<void> {
  if ((await handOver(peer, text)) === 'failed') throw new RegistryDeliveryError(id);
}
