import type { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { frameText } from './frame.ts';

/** Not among the types of ws. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { isServer: boolean }) => Writable & EventEmitter;
};

test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
  'a frame of %d bytes is read back by ws',
  (length) => {
    const text = 'é'.repeat(length >> 1) + 'x'.repeat(length & 1);
    const receiver = new Receiver({ isServer: false });
    const read: string[] = [];
    receiver.on('message', (data: Buffer, isBinary: boolean) => read.push(`${isBinary} ${data}`));
    receiver.write(frameText(text));
    expect(read).toEqual([`false ${text}`]);
  },
);
