import { createEvents, type Events } from '../protocol/browser.ts';
import { PeerClosedError } from './errors.ts';

export type ChannelEvents = {
  readonly message: readonly [data: string | ArrayBuffer];
  readonly open: readonly [];
  readonly close: readonly [];
};

/** A data channel that says when there is room for more. */
export type Channel = Pick<Events<ChannelEvents>, 'on'> & {
  readonly raw: RTCDataChannel;
  readonly label: string;
  /**
   * Waits for the channel to open, and resolves when there is room for more.
   *
   * @throws {PeerClosedError}
   */
  send(data: string | ArrayBuffer): Promise<void>;
  close(): void;
};

/** Bytes queued at which a sender waits, and at which it goes on. */
const HIGH = 1_048_576;
const LOW = 262_144;

export function createChannel(raw: RTCDataChannel): Channel {
  const events = createEvents<ChannelEvents>();
  raw.binaryType = 'arraybuffer';
  raw.bufferedAmountLowThreshold = LOW;
  raw.onmessage = ({ data }) => events.emit('message', data);
  raw.onopen = () => events.emit('open');
  raw.onclose = () => events.emit('close');

  /** @throws {PeerClosedError} When it closes before. */
  function until(event: 'open' | 'bufferedamountlow'): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        raw.removeEventListener(event, settle);
        raw.removeEventListener('close', settle);
        if (raw.readyState === 'open') resolve();
        else reject(new PeerClosedError());
      };
      raw.addEventListener(event, settle);
      raw.addEventListener('close', settle);
    });
  }

  return {
    raw,
    label: raw.label,
    on: events.on,
    async send(data) {
      if (raw.readyState === 'connecting') await until('open');
      if (raw.readyState !== 'open') throw new PeerClosedError();
      // The two kinds have signatures of their own.
      raw.send(data as string);
      if (raw.bufferedAmount > HIGH) await until('bufferedamountlow');
    },
    close: () => raw.close(),
  };
}
