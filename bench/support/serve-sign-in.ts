import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JSONWebKeySet } from 'jose';

export type BenchSignIn = AsyncDisposable & { readonly baseUrl: string };

/** The two documents of a sign-in server that checking a token needs. */
export async function serveSignIn(keys: JSONWebKeySet): Promise<BenchSignIn> {
  const server = createServer(({ url }, response) => {
    const document =
      url === '/oauth/jwks'
        ? keys
        : {
            issuer: baseUrl,
            authorization_endpoint: `${baseUrl}/v2/oauth/authorize`,
            token_endpoint: `${baseUrl}/v2/oauth/token`,
            revocation_endpoint: `${baseUrl}/v2/oauth/revoke`,
            jwks_uri: `${baseUrl}/oauth/jwks`,
          };
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a string.
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
