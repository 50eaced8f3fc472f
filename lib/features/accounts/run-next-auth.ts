import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type AuthOptions } from 'next-auth';

/** One step of next-auth. It sees only what is given here: no header, no cookie, no query of others. */
export type AuthStep = {
  readonly method: 'GET' | 'POST';
  readonly path: readonly [action: 'signin' | 'callback', providerId: string];
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
};

export type AuthAnswer = {
  /** Null when next-auth did not want to go anywhere: it failed. */
  readonly location: string | null;
  /** Set-Cookie headers. */
  readonly setCookies: readonly string[];
};

/** Let next-auth do one step of its dance, outside of any framework. */
export async function runNextAuth(options: AuthOptions, step: AuthStep): Promise<AuthAnswer> {
  const headers = new Map<string, number | string | readonly string[]>();
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: number | string | readonly string[]) => {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json: () => response,
    send: () => response,
    end: () => response,
  };
  const { method, path, query, cookies, body = {} } = step;
  const request = { method, query: { ...query, nextauth: [...path] }, cookies, body, headers: {} };
  // Exactly what next-auth reads and writes of the two; the rest of their types is Node's.
  await NextAuth(
    request as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    options,
  );

  const location = headers.get('location');
  const setCookies = headers.get('set-cookie');
  return {
    location: typeof location === 'string' ? location : null,
    setCookies: Array.isArray(setCookies) ? setCookies : [],
  };
}
