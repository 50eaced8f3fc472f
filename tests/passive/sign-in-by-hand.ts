import { ask } from '#tests/access/ask.ts';
import type { AccessSite } from '#tests/support/access-site.ts';
import type { Seen } from './collect-answers.ts';

const PILOT = 9000000000002;

/** A whole sign-in and sign-out, step by step, so that each cookie on the way is seen. */
export async function signInByHand(site: AccessSite): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const jar = new Map<string, string>();
  const from = '127.0.0.30';
  const step = async (method: 'GET' | 'POST', path: string, body?: string) => {
    const answer = await ask(site.url, path, {
      method,
      from,
      headers: {
        Cookie: [...jar].map((pair) => pair.join('=')).join('; '),
        ...(method === 'POST'
          ? { Origin: site.url, 'Content-Type': 'application/x-www-form-urlencoded' }
          : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? [];
      jar.set(name, value);
    }
    seen.push({ ...answer, about: `pilot ${method} ${path.split('?')[0]}`, isFile: false });
    return String(answer.headers.location);
  };

  const eve = await step('POST', '/api/auth/start', 'purpose=sign-in&callbackUrl=/account');
  const back = await fetch(`${eve}&character=${PILOT}`, { redirect: 'manual' });
  const callback = new URL(back.headers.get('location') ?? '');
  const goesTo = await step('GET', `${callback.pathname}${callback.search}`);
  if (!goesTo.endsWith('/account')) throw new Error(`The sign-in ended at ${goesTo}`);
  await step('GET', '/account');
  await step('POST', '/api/auth/sign-out', '');
  return seen;
}
