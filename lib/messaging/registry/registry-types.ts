import type { Backend } from './backend.ts';
import type { ClientData, Json } from './json.ts';

/** The connection of a client that is on this node. */
export type RegistryPeer = {
  /** Hands a message on; one that throws or rejects has not taken it. */
  send(message: Json): unknown;
  /** Takes a message as JSON, in place of `send`, where that is what it would make of it anyway. */
  sendText?(text: string): unknown;
  /** It is no longer the client's. 'taken': by another connection. 'lost': while this node was cut off. */
  close?(reason: 'taken' | 'deleted' | 'lost'): unknown;
};

export type ClientInfo = {
  readonly id: string;
  readonly status: 'online' | 'offline';
  /** Where it is connected. */
  readonly node: string | null;
  readonly createdOn: Date;
  /** When it came or left last. */
  readonly lastOnlineOn: Date | null;
  readonly data: ClientData;
};

export type RegisterOptions = {
  /** The client's secret: who shows it again takes the id over. Default a new one, see the lease. */
  readonly token?: string | undefined;
  /** Make it where it is missing, and forget it when it leaves. Default false: it must be there. */
  readonly isTemporary?: boolean | undefined;
};

/** That a connection is a client's, until it leaves or another takes its place. */
export type Lease = AsyncDisposable & {
  readonly id: string;
  readonly token: string;
  /** Of this connection: it alone can unregister. */
  readonly session: string;
  /** @returns False where it was another's already. */
  unregister(): Promise<boolean>;
};

export type RegistryOptions = {
  readonly backend: Backend;
  /** Default a random name. Never two of one name at once; one that was killed may start again at once. */
  readonly node?: string | undefined;
  /** Most characters of a message, or of a client's data, as JSON. Default 65,536. */
  readonly maxLength?: number | undefined;
  /** Most messages that wait to be confirmed. Default 10,000. */
  readonly maxWaiting?: number | undefined;
  /** Told what no caller waits for. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
};
