import type { Backend, Claim } from './backend.ts';
import { RegistryClosedError, RegistryMissingError, RegistryTakenError } from './errors.ts';
import { OwedReleases } from './owed-releases.ts';
import type { RegistryPeer } from './registry-types.ts';

export type Held = { readonly peer: RegistryPeer; readonly claim: Claim };

type EndReason = 'taken' | 'deleted' | 'lost';

/** The connections of this node, and that all nodes know them as its own. */
export class Holdings {
  readonly #backend: Backend;
  readonly #onError: (error: unknown) => void;
  readonly #held = new Map<string, Held>();
  readonly #claiming = new Map<string, Promise<void>>();
  readonly #owed: OwedReleases;
  #restoring: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(backend: Backend, onError: (error: unknown) => void) {
    this.#backend = backend;
    this.#onError = onError;
    this.#owed = new OwedReleases((id, session) => backend.release(id, session));
  }

  peerOf(id: string): RegistryPeer | undefined {
    return this.#held.get(id)?.peer;
  }

  /** The claim of this client that is under way, if one is. */
  claimOf(id: string): Promise<void> | undefined {
    return this.#claiming.get(id);
  }

  /** @throws RegistryMissingError, RegistryTakenError, RegistryClosedError */
  async take(held: Held): Promise<void> {
    const { id } = held.claim;
    const claiming = this.#claim(held);
    this.#claiming.set(id, claiming);
    await claiming.finally(() => {
      if (this.#claiming.get(id) === claiming) this.#claiming.delete(id);
    });
  }

  /**
   * Where it cannot be done now, it is done as soon as it can be.
   *
   * @returns False where this session was not its last: another has taken its place.
   */
  async release(id: string, session: string): Promise<boolean> {
    if (this.#held.get(id)?.claim.session === session) this.#held.delete(id);
    try {
      return await this.#backend.release(id, session);
    } catch (error) {
      this.#owed.add(id, session);
      throw error;
    }
  }

  /** A connection is no longer the client's. */
  end(id: string, session: string, reason: EndReason): void {
    const held = this.#held.get(id);
    if (held?.claim.session !== session) return;
    this.#held.delete(id);
    this.#tell(held, reason);
    // It may have been claimed again between its deletion and this news of it.
    if (reason === 'deleted') this.release(id, session).catch(this.#onError);
  }

  /** The others took us for dead, or Redis has lost all: whoever nobody else has taken over is ours again. */
  restore(): void {
    this.#restoring = this.#restoring.then(async () => {
      for (const held of [...this.#held.values()])
        await this.#restoreOne(held).catch(this.#onError);
    });
  }

  /** Give all back, and what is being claimed in this moment. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const held = [...this.#held.values()];
    this.#held.clear();
    await Promise.allSettled([this.#restoring, ...this.#claiming.values()]);
    await Promise.all([
      this.#owed.close(),
      ...held.map(({ claim }) => this.#backend.release(claim.id, claim.session)),
    ]);
  }

  async #claim(held: Held): Promise<void> {
    const { id, session } = held.claim;
    const answer = await this.#askFor(held.claim);
    if (answer === 'missing') throw new RegistryMissingError(id);
    if (answer === 'taken') throw new RegistryTakenError(id);
    if (this.#isClosed) {
      await this.#backend.release(id, session);
      throw new RegistryClosedError();
    }
    const before = this.#held.get(id);
    this.#held.set(id, held);
    if (before) this.#tell(before, 'taken');
  }

  async #askFor(claim: Claim): Promise<'claimed' | 'missing' | 'taken'> {
    try {
      return await this.#backend.claim(claim);
    } catch (error) {
      // It may come to pass all the same, and nobody would hold the client then.
      this.#owed.add(claim.id, claim.session);
      throw error;
    }
  }

  async #restoreOne(held: Held): Promise<void> {
    const { id, session } = held.claim;
    if (this.#held.get(id) !== held) return;
    const answer = await this.#backend.claim({ ...held.claim, mode: 'restore' });
    if (answer !== 'claimed') this.end(id, session, 'lost');
    // It left meanwhile, perhaps before the claim came to pass: nobody else would take it back.
    else if (this.#held.get(id) !== held) await this.release(id, session);
  }

  #tell({ peer }: Held, reason: EndReason): void {
    try {
      const result = peer.close?.(reason);
      if (result instanceof Promise) result.catch(this.#onError);
    } catch (error) {
      this.#onError(error);
    }
  }
}
