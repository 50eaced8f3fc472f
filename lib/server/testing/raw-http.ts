import { connect, type Socket } from 'node:net';

export type RawAnswer = { readonly status: number; readonly text: string };

/** Write bytes as no client would, and read what comes back until the other side hangs up. */
export async function sendRaw(port: number, ...pieces: readonly string[]): Promise<RawAnswer> {
  const socket = openRaw(port);
  const chunks: Buffer[] = [];
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const piece of pieces) socket.write(piece);
  await closed;
  const text = Buffer.concat(chunks).toString('latin1');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

/** A connection whose end is no fault of the test. */
export function openRaw(port: number, localAddress = '127.0.0.1'): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  return socket;
}
