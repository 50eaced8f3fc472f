import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Answering } from './answering.ts';
import type { Backend, Claim, Letter, Outcome } from './backend.ts';
import { requireId, toInfo } from './client-info.ts';
import {
  RegistryClosedError,
  RegistryDataError,
  RegistryError,
  RegistryExistsError,
  RegistryMissingError,
  RegistryUnavailableError,
} from './errors.ts';
import { handOver, sendHere } from './hand-over.ts';
import { Holdings } from './holdings.ts';
import { type ClientData, type Json, toChange, toFields, toText } from './json.ts';
import { Postbox, type SendOptions } from './postbox.ts';
import type {
  ClientInfo,
  Lease,
  RegisterOptions,
  RegistryOptions,
  RegistryPeer,
} from './registry-types.ts';

const MAX_LENGTH = 65_536;
const MAX_WAITING = 10_000;
const TOKEN_BYTES = 16;
/** No process should hang at its end because Redis is away. */
const CLOSE_MS = 5_000;

/** Join as a node. @throws RegistryUnavailableError */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const registry = new Registry(options);
  await registry.open();
  return registry;
}

/** Who is connected, to which node, and how to reach them. */
export class Registry implements AsyncDisposable {
  readonly node: string;
  readonly #backend: Backend;
  readonly #maxLength: number;
  readonly #onError: (error: unknown) => void;
  readonly #holdings: Holdings;
  readonly #postbox: Postbox;
  readonly #answering: Answering;
  #isClosed = false;

  /** Use `openRegistry`. */
  constructor(options: RegistryOptions) {
    const { backend, maxLength = MAX_LENGTH, maxWaiting = MAX_WAITING } = options;
    this.node = options.node ?? randomUUID();
    this.#backend = backend;
    this.#maxLength = maxLength;
    this.#onError = (error) => {
      // Who is told of errors has no one to tell of his own.
      try {
        const result = options.onError?.(error);
        if (result instanceof Promise) result.catch(() => {});
      } catch {}
    };
    this.#holdings = new Holdings(backend, this.#onError);
    this.#postbox = new Postbox(backend, maxWaiting);
    this.#answering = new Answering(backend, this.#onError);
  }

  async open(): Promise<void> {
    await this.#ask(() =>
      this.#backend.open(this.node, {
        onLetters: (from, letters) => this.#receive(from, letters),
        onAnswers: (answers) => this.#postbox.settle(answers),
        onEnded: (id, session, reason) => this.#holdings.end(id, session, reason),
        onForgotten: () => this.#holdings.restore(),
        onError: this.#onError,
      }),
    );
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#ask(() => this.#backend.read(id))) !== null;
  }

  /** @throws RegistryExistsError, RegistryDataError */
  async create(id: string, data: ClientData = {}): Promise<void> {
    requireId(id);
    const fields = toFields(data, this.#maxLength);
    if (await this.#ask(() => this.#backend.create(id, fields))) return;
    throw new RegistryExistsError(id);
  }

  /** @throws RegistryMissingError */
  async info(id: string): Promise<ClientInfo> {
    const stored = await this.#ask(() => this.#backend.read(id));
    if (!stored) throw new RegistryMissingError(id);
    return toInfo(stored);
  }

  /**
   * Set some fields of a client's data, and take away those given as undefined. What others set meanwhile
   * in other fields stays.
   *
   * @throws RegistryMissingError, RegistryDataError
   */
  async update(id: string, data: { readonly [key: string]: Json | undefined }): Promise<void> {
    const maxLength = this.#maxLength;
    const change = { ...toChange(data, maxLength), maxLength };
    const outcome = await this.#ask(() => this.#backend.update(id, change));
    if (outcome === 'missing') throw new RegistryMissingError(id);
    if (outcome === 'full') {
      throw new RegistryDataError(`It would have more than the ${maxLength} characters allowed`);
    }
  }

  /** Forget a client; its connection is told. @returns False where there was none. */
  async delete(id: string): Promise<boolean> {
    return this.#ask(() => this.#backend.remove(id));
  }

  /**
   * Make a connection a client's. Where the client has one already, it takes a token that is the same to
   * take its place: the old connection is told, and can no longer unregister the client.
   *
   * @throws RegistryMissingError, RegistryTakenError, RegistryClosedError where the node leaves meanwhile
   */
  async register(id: string, peer: RegistryPeer, options: RegisterOptions = {}): Promise<Lease> {
    requireId(id);
    const token = options.token ?? randomBytes(TOKEN_BYTES).toString('base64url');
    const session = randomUUID();
    const claim: Claim = {
      id,
      node: this.node,
      session,
      tokenHash: createHash('sha256').update(token).digest('base64url'),
      mode: options.isTemporary ? 'create' : 'existing',
      isTemporary: options.isTemporary ?? false,
    };
    await this.#ask(() => this.#holdings.take({ peer, claim }));
    const unregister = () => this.unregister(id, session);
    const dispose = async () => void (await unregister());
    return { id, token, session, unregister, [Symbol.asyncDispose]: dispose };
  }

  /** A client leaves. @returns False where this session was not its last: another has taken its place. */
  async unregister(id: string, session: string): Promise<boolean> {
    return this.#ask(() => this.#holdings.release(id, session));
  }

  /**
   * Send a message to a client, wherever it is; resolves when its connection has taken it. Messages of one
   * node to one client keep their order, unless it moves meanwhile.
   *
   * @throws RegistryMissingError, RegistryOfflineError, RegistryDeliveryError, RegistryTimeoutError,
   *   RegistryOverflowError, RegistryDataError, RegistryUnavailableError
   */
  send(id: string, message: Json, options: SendOptions = {}): Promise<void> {
    let text: string;
    try {
      if (this.#isClosed) throw new RegistryClosedError();
      text = toText(message, this.#maxLength);
    } catch (error) {
      return Promise.reject(error);
    }
    const peer = this.#holdings.peerOf(id);
    return peer ? sendHere(id, peer, text) : this.#postbox.send(id, text, options);
  }

  /**
   * All who are online, on all nodes. Who comes or goes meanwhile may be among them or not.
   *
   * @throws RegistryUnavailableError
   */
  async *list(): AsyncGenerator<ClientInfo, void> {
    const pages = this.#backend.pages()[Symbol.asyncIterator]();
    for (;;) {
      const page = await this.#ask(() => pages.next());
      if (page.done) return;
      for (const each of page.value) yield toInfo(each);
    }
  }

  /** How many are online. */
  async count(): Promise<number> {
    return this.#ask(() => this.#backend.count());
  }

  /** Leave: all clients of this node are offline then. Their connections are not told: who closes the node closes them. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#postbox.close();
    // Where it cannot be said, the others will take us for dead, which is as well.
    const leaving = this.#leave().catch(this.#onError);
    const patience = new AbortController();
    await Promise.race([leaving, sleep(CLOSE_MS, undefined, { signal: patience.signal })]);
    patience.abort();
  }

  async #leave(): Promise<void> {
    try {
      await this.#holdings.close();
    } finally {
      await this.#backend.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(from: string, letters: readonly Letter[]): void {
    for (const { number, id, text } of letters) {
      // A message may be here sooner than the answer to the claim by which it came here.
      const claiming = this.#holdings.claimOf(id);
      const outcome =
        claiming !== undefined
          ? claiming.catch(() => {}).then(() => this.#take(id, text))
          : this.#take(id, text);
      this.#answering.add(from, number, outcome);
    }
  }

  #take(id: string, text: string): Outcome | Promise<Outcome> {
    const peer = this.#holdings.peerOf(id);
    return peer ? handOver(peer, text) : 'gone';
  }

  async #ask<Value>(question: () => Promise<Value>): Promise<Value> {
    if (this.#isClosed) throw new RegistryClosedError();
    try {
      return await question();
    } catch (cause) {
      throw cause instanceof RegistryError ? cause : new RegistryUnavailableError({ cause });
    }
  }
}
