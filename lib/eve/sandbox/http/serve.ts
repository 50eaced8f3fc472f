import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Call, json, type Reply } from './call.ts';

const BODY_LIMIT_BYTES = 1_000_000;

export type ServeOptions = {
  /** Base URL of the answers; the request's own Host header is never echoed. */
  readonly baseUrl: () => URL;
  /** For the `Date` of answers that name none. */
  readonly clock: () => Date;
  readonly answer: (call: Call) => Promise<Reply>;
  /** Told of faults of our own, which are answered with 500. */
  readonly onFault: (error: unknown, call: { method: string; path: string }) => void;
};

/** An HTTP server that turns requests into calls and replies into bytes. It does not listen yet. */
export function createHttpServer({ baseUrl, clock, answer, onFault }: ServeOptions): Server {
  return createServer((request, response) => {
    const call = toCall(request, response, baseUrl());
    answerOrFail(call)
      .then((reply) => send(response, withDate(reply, clock()), request.method === 'HEAD'))
      .catch(() => response.destroy());
  });

  async function answerOrFail(call: Call): Promise<Reply> {
    try {
      return await answer(call);
    } catch (error) {
      if (error instanceof BodyTooLargeError) return json(413, { error: error.message });
      onFault(error, { method: call.method, path: call.url.pathname });
      return json(500, { error: 'The sandbox has a fault of its own. Its log says which.' });
    }
  }
}

class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

function toCall(request: IncomingMessage, response: ServerResponse, base: URL): Call {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let body: Promise<string> | null = null;
  return {
    method: request.method ?? 'GET',
    url: toUrl(request.url ?? '/', base),
    headers: request.headers,
    params: {},
    remoteAddress: request.socket.remoteAddress ?? '',
    signal: gone.signal,
    readBody: () => {
      body ??= readText(request);
      return body;
    },
  };
}

// A request target may be absolute or start with two slashes; both would name another host.
function toUrl(target: string, base: URL): URL {
  const path = target.startsWith('/') ? target : '/';
  return new URL(`${base.origin}${path}`);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLargeError('The body is larger than 1 MB.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function withDate(reply: Reply, now: Date): Reply {
  return { ...reply, headers: { Date: now.toUTCString(), ...reply.headers } };
}

function send(response: ServerResponse, reply: Reply, isHead: boolean): void {
  if (response.destroyed) return;
  if (reply.breaks === 'before-answer') {
    response.destroy();
    return;
  }
  const body = Buffer.from(reply.body ?? '');
  const headers: Record<string, string | number> = { ...reply.headers };
  if (reply.status !== 204 && reply.status !== 304) headers['Content-Length'] = body.length;
  response.writeHead(reply.status, headers);
  if (reply.breaks === 'in-body' && !isHead) {
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
    return;
  }
  response.end(isHead ? undefined : body);
}
