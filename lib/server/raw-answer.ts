/**
 * Answers to what Node's parser gives up: there is no response to write to, only a socket.
 *
 * @module
 */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecurityHeaders } from './security-headers.ts';

const SENTENCES = {
  400: 'This is no request that this site understands.',
  405: 'This site is asked with GET and POST only.',
  408: 'The request took too long to come. Send it again.',
  413: 'That is more than this site reads at once. Send it in parts.',
  431: 'Your browser sent too many headers.',
  503: 'Nobody is there to tell what changes. Try again in a moment.',
} as const satisfies Record<number, string>;
type Status = keyof typeof SENTENCES;

const STATUS_OF: Readonly<Record<string, Status>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A whole answer, after which the connection ends. */
export function rawAnswer(status: Status, { headers }: SecurityHeaders): string {
  const body = SENTENCES[status];
  const lines = [
    ...headers,
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Cache-Control', 'no-store'],
    ['X-Robots-Tag', 'noindex'],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

type AnswersOn = (socket: Duplex) => ReadonlySet<ServerResponse>;
const NONE: ReadonlySet<ServerResponse> = new Set();

/** Keep in mind what is being answered on each connection. */
export function watchAnswers(server: Server): AnswersOn {
  const running = new WeakMap<Duplex, Set<ServerResponse>>();
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    const responses = running.get(socket) ?? new Set();
    running.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  });
  return (socket) => running.get(socket) ?? NONE;
}

/** Answer what cannot be parsed, and what does not come to its end, as everything else is answered. */
export function answerBroken(
  server: Server,
  answersOn: AnswersOn,
  securityHeaders: () => SecurityHeaders,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // In the middle of another answer it would be taken for a part of that.
    const isBusy = [...answersOn(socket)].some(({ headersSent }) => headersSent);
    if (!socket.writable || isBusy) return void socket.destroy(error);
    socket.write(rawAnswer(STATUS_OF[error.code ?? ''] ?? 400, securityHeaders()));
    socket.destroySoon();
  });
}
