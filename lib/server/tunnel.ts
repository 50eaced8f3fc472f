import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export type TunnelEnd = { readonly host: string; readonly port: number };

const CONNECT_TIMEOUT_MS = 5_000;
/** Neither end has said anything for so long, and WebSockets ping more often: both are gone. */
const IDLE_TIMEOUT_MS = 120_000;
/** Where every address of the machine is listened on, this one is. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Pass a connection that asks for another protocol on to the one who speaks it, with the headers that the front
 * has established, until either end closes.
 *
 * @param refusal What the caller gets when nobody is there.
 */
export function tunnel(
  request: IncomingMessage,
  caller: Duplex,
  { head, end, refusal }: { head: Buffer; end: TunnelEnd; refusal: string },
): void {
  const host = ANY_ADDRESS.has(end.host) ? 'localhost' : end.host;
  const other = connect({ host, port: end.port, noDelay: true });
  let isThrough = false;
  const giveUp = () => {
    other.destroy();
    if (isThrough) caller.destroy();
    else caller.end(refusal);
  };
  other.setTimeout(CONNECT_TIMEOUT_MS, giveUp);
  other.on('error', giveUp);
  caller.on('error', () => other.destroy());
  caller.on('close', () => other.destroy());
  other.on('connect', () => {
    isThrough = true;
    other.setTimeout(IDLE_TIMEOUT_MS);
    // The front's own limit is for answers to requests.
    if ('setTimeout' in caller && typeof caller.setTimeout === 'function') caller.setTimeout(0);
    other.write(toHead(request));
    other.write(head);
    other.pipe(caller);
    caller.pipe(other);
  });
  other.on('close', () => caller.destroy());
}

function toHead({ method, url, headers }: IncomingMessage): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => `${name}: ${each}`),
  );
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
