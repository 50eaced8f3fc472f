/**
 * What every answer must be, whatever it is of. The names are the ids of ZAP's passive rules that
 * look for the same.
 *
 * @module
 */
import type { Seen } from './collect-answers.ts';

export type Rule = {
  readonly id: string;
  readonly name: string;
  /** What is wrong with an answer, or null. */
  readonly find: (answer: Seen) => string | null;
};

const NONCE = /^[A-Za-z0-9+/]{22}==$/;
const COOKIE =
  /^__Host-[\w-]+=[^;]*; (?=.*\bPath=\/(?:;|$))(?=.*\bSecure\b)(?=.*\bHttpOnly\b)(?=.*\bSameSite=Lax\b)(?!.*\bDomain=)/i;
const TRACE =
  /\bat (?:\S+ \()?(?:file:|\/|node:)\S+:\d+:\d+|node_modules|PrismaClient|invocation in|\/lib\/server\//;

export const RULES: readonly Rule[] = [
  rule(
    '10010, 10011, 10054',
    'cookies are of this host, secure, HttpOnly and Lax',
    (answer) => listOf(answer.headers['set-cookie']).find((cookie) => !COOKIE.test(cookie)) ?? null,
  ),
  rule('10015', 'nothing but files of the build is kept by anybody', ({ isFile, headers }) => {
    const kept = header(headers, 'cache-control');
    if (isFile) return null;
    return /\bno-store\b/.test(kept) ? null : `cache-control: ${kept}`;
  }),
  rule('10017', 'scripts are our own, each with the nonce of its answer', (answer) => {
    if (!isHtml(answer)) return null;
    const nonce = nonceOf(answer);
    return (
      [...answer.text.matchAll(/<script\b[^>]*>/g)]
        .map(([tag]) => tag)
        .find(
          (tag) =>
            !tag.includes(`nonce="${nonce}"`) || !/ src="\/_next\/static\/|^(?!.* src=)/.test(tag),
        ) ?? null
    );
  }),
  rule('10019, 10021', 'the type is said, and not to be guessed', ({ headers, status, text }) => {
    if (header(headers, 'x-content-type-options') !== 'nosniff') return 'no nosniff';
    const isTyped = /^[\w/+.-]+(?:; charset=utf-8)?$/i.test(header(headers, 'content-type'));
    return isTyped || text === '' || status === 304 ? null : header(headers, 'content-type');
  }),
  rule('10020', 'nobody frames us', ({ headers }) =>
    header(headers, 'x-frame-options') === 'DENY' &&
    header(headers, 'content-security-policy').includes("frame-ancestors 'none'")
      ? null
      : 'may be framed',
  ),
  rule(
    '10024, 10025',
    'no secret stands in an address, and no address leaves the site',
    (answer) => {
      if (header(answer.headers, 'referrer-policy') !== 'same-origin') return 'referrer-policy';
      return (
        /[?&](?:access_token|refresh_token|token|session|secret|password)=/i.exec(
          answer.text,
        )?.[0] ?? null
      );
    },
  ),
  rule(
    '10027',
    'no comment is left for whoever looks',
    ({ text }) =>
      /<!--[^>]*\b(?:todo|fixme|xxx|hack|bug|admin|password|query|debug)\b[^>]*-->/i.exec(
        text,
      )?.[0] ?? null,
  ),
  rule('10035', 'https is for good', ({ headers }) =>
    /^max-age=\d{8}/.test(header(headers, 'strict-transport-security')) ? null : 'not said',
  ),
  rule(
    '10036, 10037',
    'the server does not introduce itself',
    ({ headers }) => header(headers, 'server') || header(headers, 'x-powered-by') || null,
  ),
  rule('10038, 10055', 'the policy is there and strong', (answer) => findWeakPolicy(answer)),
  rule('10040', 'a page of https loads nothing by http', (answer) =>
    isHtml(answer)
      ? (/<(?:script|link|iframe|object|form)\b[^>]*(?:src|href|action)="http:[^"]*"/.exec(
          answer.text,
        )?.[0] ?? null)
      : null,
  ),
  rule('10062', 'the operator’s address is nobody’s to read', ({ text }) =>
    text.includes('nobody@localhost') ? 'the contact' : null,
  ),
  rule('10063', 'no feature of the device is asked for', ({ headers }) =>
    header(headers, 'permissions-policy').includes('geolocation=()') ? null : 'not said',
  ),
  rule('10096', 'no machine’s time is shown', (answer) =>
    isHtml(answer) || isJson(answer)
      ? (/\b1[67]\d{8}(?:\d{3})?\b/.exec(answer.text.replace(FAULT_NUMBER, ''))?.[0] ?? null)
      : null,
  ),
  rule(
    '10098',
    'no other site may read',
    ({ headers }) => header(headers, 'access-control-allow-origin') || null,
  ),
  rule('90004', 'the site stands apart from others', ({ headers }) =>
    header(headers, 'cross-origin-opener-policy') === 'same-origin' &&
    header(headers, 'cross-origin-resource-policy') === 'same-origin'
      ? null
      : 'not said',
  ),
  rule('90022', 'what broke is not shown', (answer) =>
    isHtml(answer) || isJson(answer) || answer.status >= 400
      ? (TRACE.exec(answer.text)?.[0] ?? null)
      : null,
  ),
  rule('noindex', 'search engines are kept from what is not for all', ({ about, headers }) =>
    /(?:GET|HEAD) \/(?:how-to-sell|privacy|icon\.svg|manifest\.webmanifest)?(?:\?|$)/.test(about) ||
    header(headers, 'x-robots-tag') === 'noindex'
      ? null
      : 'not said',
  ),
];

/** The nonce of an answer's own policy. */
export function nonceOf({ headers }: Pick<Seen, 'headers'>): string {
  return /'nonce-([^']+)'/.exec(header(headers, 'content-security-policy'))?.[1] ?? '';
}

export function isHtml({ headers }: Pick<Seen, 'headers'>): boolean {
  return header(headers, 'content-type').startsWith('text/html');
}

function isJson({ headers }: Seen): boolean {
  return /^application\/(?:problem\+)?json/.test(header(headers, 'content-type'));
}

function findWeakPolicy(answer: Seen): string | null {
  const policy = new Map(
    header(answer.headers, 'content-security-policy')
      .split('; ')
      .map((part) => [part.split(' ')[0] ?? '', part.slice(part.indexOf(' ') + 1)]),
  );
  if (policy.get('script-src') !== `'nonce-${nonceOf(answer)}' 'strict-dynamic'`)
    return 'script-src';
  if (!NONCE.test(nonceOf(answer))) return 'nonce';
  const closed = ['object-src', 'base-uri', 'frame-ancestors'];
  const open = closed.find((name) => policy.get(name) !== "'none'");
  if (open) return open;
  if (policy.get('default-src') !== "'self'") return 'default-src';
  const own = policy.get('form-action')?.split(' ')[0];
  if (own !== "'self'") return 'form-action';
  return [...policy.values()].find((value) => /unsafe|\*|https?:(?:\s|$)/.test(value)) ?? null;
}

function rule(id: string, name: string, find: Rule['find']): Rule {
  return { id, name, find };
}

function header(headers: Seen['headers'], name: string): string {
  return String(headers[name] ?? '');
}

function listOf(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Of a fault, by which it is found in the log: some of them look like a time. */
const FAULT_NUMBER = /(?:digest|dgst)\W{1,8}\d+/g;
