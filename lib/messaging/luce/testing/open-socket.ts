import { type ClientOptions, WebSocket } from 'ws';

/** A peer that keeps all it hears. */
export type TestSocket = AsyncDisposable & {
  readonly ws: WebSocket;
  /** Parsed, in the order they came. */
  readonly messages: Record<string, unknown>[];
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: unknown): void;
};

type Target = { readonly url: string; readonly origin: string };

/** Rejects when the upgrade is refused, with the HTTP status in the message. */
export async function openSocket(
  { url, origin }: Target,
  options: ClientOptions = {},
): Promise<TestSocket> {
  const socket = startSocket({ url, origin }, options);
  await new Promise<void>((resolve, reject) => {
    socket.ws.once('open', resolve);
    socket.ws.once('error', reject);
  });
  return socket;
}

/** As {@link openSocket}, without waiting for it to open. */
export function startSocket({ url, origin }: Target, options: ClientOptions = {}): TestSocket {
  const ws = new WebSocket(url, { origin, perMessageDeflate: false, ...options });
  const messages: Record<string, unknown>[] = [];
  ws.on('message', (data) => messages.push(JSON.parse(String(data))));
  ws.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return {
    ws,
    messages,
    closed,
    send: (message) => ws.send(JSON.stringify(message)),
    async [Symbol.asyncDispose]() {
      ws.terminate();
      await closed;
    },
  };
}
