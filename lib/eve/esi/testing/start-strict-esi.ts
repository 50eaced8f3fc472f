import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type StrictEsi = AsyncDisposable & {
  readonly baseUrl: string;
  /** How often each status was answered. */
  readonly answered: Map<number, number>;
};

/**
 * A server that counts as ESI does: 2 tokens an answer of a bucket, 429 when it is empty; or errors of an
 * address, 420 when there were too many. Every answer takes a moment, so that calls overlap.
 */
export async function startStrictEsi({
  tokens,
  errors,
  status = 200,
}: {
  tokens?: number;
  errors?: number;
  status?: number;
}): Promise<StrictEsi> {
  const answered = new Map<number, number>();
  let spent = 0;
  let failed = 0;
  const server = createServer((_request, response) => {
    const isEmpty = tokens !== undefined && spent + 2 > tokens;
    const isBlocked = errors !== undefined && failed >= errors;
    const answer = isEmpty ? 429 : isBlocked ? 420 : status;
    spent += isEmpty ? 0 : 2;
    failed += answer >= 400 ? 1 : 0;
    answered.set(answer, (answered.get(answer) ?? 0) + 1);
    setImmediate(() => {
      response.writeHead(answer, {
        'content-type': 'application/json',
        'retry-after': '60',
        ...(errors === undefined && {
          'x-ratelimit-group': 'char-contract',
          'x-ratelimit-limit': `${tokens}/15m`,
        }),
        ...(tokens === undefined && {
          'x-esi-error-limit-remain': String(Math.max(0, (errors ?? 0) - failed)),
          'x-esi-error-limit-reset': '50',
        }),
      });
      response.end('[]');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A TCP server's address is never a string.
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
