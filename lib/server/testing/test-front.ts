/**
 * The front before a site of one page, for tests that speak raw HTTP to it.
 *
 * @module
 */
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainFront } from '../drain-front.ts';
import { createFront } from '../front.ts';
import type { FrontLimits } from '../front-limits.ts';
import { createSecurityHeaders } from '../security-headers.ts';
import type { TunnelEnd } from '../tunnel.ts';

export const HOST = 'ore.test:3000';
export const HEAD = `Host: ${HOST}\r\nOrigin: http://${HOST}\r\nConnection: close\r\n`;
export const GET = `GET / HTTP/1.1\r\n${HEAD}\r\n`;

export class TestFront {
  port = 0;
  /** Bytes of each body that was read to its end; nothing for one that broke off. */
  read: number[] = [];
  /** What got as far as the site. */
  asked: IncomingMessage[] = [];
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = (...asked) =>
    this.readBody(...asked);
  /** Where WebSockets go. */
  realtime: TunnelEnd | undefined;
  #server: Server | undefined;

  async start(limits: Partial<FrontLimits> = {}): Promise<void> {
    await this.stop();
    this.read = [];
    this.asked = [];
    this.handle = this.readBody;
    const server = this.make(limits);
    this.#server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(drainMs = 0): Promise<void> {
    if (this.#server) await drainFront(this.#server, drainMs);
  }

  make(limits: Partial<FrontLimits> = {}): Server {
    return createFront({
      publicUrl: `http://${HOST}`,
      trustedProxies: [],
      securityHeaders: createSecurityHeaders({
        PUBLIC_URL: `http://${HOST}`,
        EVE_IMAGES_URL: 'https://images.evetech.net',
        EVE_ESI_URL: 'https://esi.evetech.net',
        EVE_SSO_URL: 'https://login.eveonline.com',
        NODE_ENV: 'production',
      }),
      handle: (request, response) => {
        this.asked.push(request);
        return this.handle(request, response);
      },
      ...(this.realtime && { realtime: this.realtime }),
      limits,
    });
  }

  readonly readBody = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    if (request.method === 'POST') this.read.push(bytes);
    response.end('page');
  };
}
