import { timingSafeEqual } from 'node:crypto';
import type { SandboxClient } from '../context.ts';

type Credentials = { readonly clientId: string; readonly clientSecret: string };

/**
 * Which registered application sends this: HTTP Basic, or id and secret in the form.
 *
 * @returns Null when the application is unknown or its secret is wrong or missing.
 */
export function authenticateClient(
  clients: readonly SandboxClient[],
  authorization: string | undefined,
  form: URLSearchParams,
): SandboxClient | null {
  const given = authorization ? readBasic(authorization) : readForm(form);
  const client = given && clients.find(({ clientId }) => clientId === given.clientId);
  if (!client) return null;
  return isSame(client.clientSecret, given.clientSecret) ? client : null;
}

function readBasic(authorization: string): Credentials | null {
  const [scheme = '', encoded = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'basic') return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  if (at < 0) return null;
  return { clientId: decode(text.slice(0, at)), clientSecret: decode(text.slice(at + 1)) };
}

// RFC 6749 has both halves form-encoded; most clients send them plain, which reads the same.
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}

function readForm(form: URLSearchParams): Credentials | null {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  return clientId !== null && clientSecret !== null ? { clientId, clientSecret } : null;
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
