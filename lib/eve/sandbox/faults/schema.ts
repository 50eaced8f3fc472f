/**
 * What can be made to go wrong, as people and tests ask for it.
 *
 * @module
 */
import * as z from 'zod';

/** Every kind and what it does, in words for the page. */
export const FAULT_GROUPS = {
  Refusals: {
    '401': '401: token revoked',
    '403': '403: forbidden, as around downtime',
    'sso-403': '403: ESI cannot ask the SSO',
    '420': '420: error limit',
    '429': '429: too many requests',
    '520': '520: ConStopSpamming',
  },
  'Server in trouble': {
    '500': '500: internal error',
    '502': '502: bad gateway',
    '503': '503: not available',
    '504': '504 in HTML',
    downtime: 'downtime, now',
    'daily-downtime': 'downtime, 11:00 to 11:20 UTC',
    slow: 'slow answer',
    cut: 'cut in the middle',
    silent: 'closed without an answer',
    html: 'HTML with 200',
    'not-json': 'half a JSON with 200',
  },
  'Pages and caches': {
    torn: 'torn pages: a row came in between',
    'page-count': 'page count changes after page 1',
    'lost-page': 'last page answers 404',
    'wrong-etag': 'ETag that never fits',
    'false-304': '304 to everything',
    'no-headers': 'cache, page and limit headers missing',
    'stale-expires': 'Expires in the past',
    'clock-skew': 'clock of the server is wrong',
  },
  'Sign-in': {
    'invalid-grant': 'invalid_grant, final',
    'odd-grant': 'invalid_grant, spelt oddly',
    'invalid-client': 'invalid_client',
  },
  'In a script': { none: 'no fault: let the call pass' },
} as const;
type Groups = typeof FAULT_GROUPS;
export type FaultKind = { [Name in keyof Groups]: keyof Groups[Name] }[keyof Groups];
export const faultKinds = Object.values(FAULT_GROUPS).flatMap(
  // The keys of a constant are known.
  (group) => Object.keys(group) as FaultKind[],
);

export const faultTargets = ['esi', 'sso', 'images'] as const;
export type FaultTarget = (typeof faultTargets)[number];

/**
 * One fault, as it is set and as it is kept. A call takes the first of the list that fits it: a list
 * with counts is a script, step after step.
 */
export const faultSchema = z.strictObject({
  target: z.enum(faultTargets),
  /** A route as CCP's specification writes it (`/characters/{character_id}/contracts`); null: all. */
  route: z.string().nullable().default(null),
  kind: z.enum(faultKinds),
  /** How many of a hundred calls are hit. */
  percent: z.number().gt(0).max(100).default(100),
  /** How many more calls are hit; then the fault is gone. Null: until it is cleared. */
  count: z.int().min(1).max(1_000_000).nullable().default(null),
  /** How long a `slow` answer waits, in milliseconds. */
  delayMs: z.int().min(0).max(120_000).default(5_000),
  /** How far the server's clock is ahead, in milliseconds; negative: behind. */
  skewMs: z.int().min(-86_400_000).max(86_400_000).default(300_000),
});
export type Fault = z.output<typeof faultSchema>;
