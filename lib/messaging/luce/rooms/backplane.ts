/**
 * What joins the rooms of several gateways.
 *
 * @module
 */

/** A message for a room, serialised once, where it was broadcast. */
export type RoomMessage = {
  /** The text frame that each member gets. */
  readonly text: string;
  /** Its place in the durable stream, where it has one. */
  readonly id?: string;
  /** What becomes of it at a member for which too much is queued. */
  readonly whenSlow: 'close' | 'skip';
};

export type Subscription = {
  /** Resolves once all that is published from then on is heard. Rejects when that could not be had. */
  readonly ready: Promise<void>;
  /** Hear no more. Never throws. */
  end(): void;
};

/** Carries messages between gateways: every kind keeps `testing/backplane-contract.ts`. */
export type Backplane = {
  /** Resolves once it is on its way to the others. Own subscribers hear it, too, and once. */
  publish(room: string, message: RoomMessage): Promise<void>;
  /** At most one subscription per room and gateway is alive. */
  subscribe(room: string, listener: (message: RoomMessage) => void): Subscription;
  /** Told when messages may have been missed: the connection was lost, and is back. */
  onGap(listener: () => void): void;
};
