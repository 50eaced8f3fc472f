import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const CONNECTING_AT_ONCE = 100;

/** Many WebSocket clients that cost next to nothing: they count the frames they get, and read none. */
export type SocketCrowd = Disposable & {
  /** Send `total` messages, so many of each client under way at once, and wait for all answers. */
  echo(text: string, options: { total: number; inFlight: number }): Promise<void>;
  /** Resolves when each client has got one frame more than now. */
  nextFrame(): Promise<void>;
};

export async function openCrowd(port: number, size: number): Promise<SocketCrowd> {
  const members: Member[] = [];
  for (let opened = 0; opened < size; opened += CONNECTING_AT_ONCE) {
    const count = Math.min(CONNECTING_AT_ONCE, size - opened);
    members.push(...(await Promise.all(Array.from({ length: count }, () => open(port)))));
  }
  return {
    async echo(text, { total, inFlight }) {
      const frame = toMaskedFrame(text);
      const frames = Buffer.concat(Array.from({ length: inFlight }, () => frame));
      let unsent = total;
      let unanswered = total;
      await new Promise<void>((resolve) => {
        const send = (member: Member, count: number) => {
          const some = Math.min(count, unsent);
          if (some === 0) return;
          unsent -= some;
          member.socket.write(frames.subarray(0, some * frame.length));
        };
        for (const member of members) {
          member.onFrames = (count) => {
            unanswered -= count;
            if (unanswered === 0) resolve();
            else send(member, count);
          };
          send(member, inFlight);
        }
      });
    },
    async nextFrame() {
      let missing = members.length;
      await new Promise<void>((resolve) => {
        for (const member of members) {
          member.onFrames = () => {
            missing -= 1;
            if (missing === 0) resolve();
          };
        }
      });
    },
    [Symbol.dispose]() {
      for (const { socket } of members) socket.destroy();
    },
  };
}

type Member = { readonly socket: Socket; onFrames(count: number): void };

async function open(port: number): Promise<Member> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n` +
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      // What a browser sends besides.
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/146.0.0.0 Safari/537.36\r\n' +
      'Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\nCookie: session=abcdefghijklmnopqrstuvwxyz\r\n\r\n',
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  if (!head.includes('101') || !head.subarray(-4).equals(Buffer.from('\r\n\r\n'))) {
    throw new Error(`No upgrade: ${head}`);
  }
  const member: Member = { socket, onFrames: () => {} };
  const count = createCounter();
  socket.on('data', (data: Buffer) => {
    const frames = count(data);
    if (frames > 0) member.onFrames(frames);
  });
  return member;
}

/** Counts the ends of unmasked frames of less than 64 KiB, cut anywhere. */
function createCounter(): (data: Buffer) => number {
  let rest = 0;
  let begun: Buffer | undefined;
  return (given) => {
    let data = given;
    if (begun) {
      data = Buffer.concat([begun, given]);
      begun = undefined;
    }
    let frames = 0;
    let at = 0;
    if (rest > 0) {
      at = Math.min(rest, data.length);
      rest -= at;
      if (rest > 0) return 0;
      frames += 1;
    }
    while (at < data.length) {
      const short = (data[at + 1] ?? 0) & 0x7f;
      const headLength = short === 126 ? 4 : 2;
      if (at + headLength > data.length) {
        begun = data.subarray(at);
        break;
      }
      const end = at + headLength + (short === 126 ? data.readUInt16BE(at + 2) : short);
      if (end > data.length) {
        rest = end - data.length;
        break;
      }
      frames += 1;
      at = end;
    }
    return frames;
  };
}

function toMaskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new RangeError('Short texts only');
  const masked = payload.map((byte, index) => byte ^ (MASK[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), MASK, masked]);
}
