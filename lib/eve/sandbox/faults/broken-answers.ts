import { json, type Reply } from '../http/call.ts';
import type { FaultKind } from './schema.ts';

const HTML = '<html><head><title>504 Gateway Time-out</title></head><body>awselb</body></html>';
const DOWN: Reply = json(503, { error: 'The datasource tranquility is temporarily unavailable' });

// The load balancer answers in HTML, not ESI: no JSON, no headers of ESI.
const ANSWERS: Partial<Record<FaultKind, Reply>> = {
  '401': json(401, { error: 'token is revoked' }),
  '403': json(403, { error: 'Forbidden' }),
  'sso-403': json(403, { error: 'Unexpected response from the SSO', sso_status: 500 }),
  '420': json(
    420,
    { error: 'This software has exceeded the error limit for ESI.' },
    { 'X-Esi-Error-Limit-Remain': '0', 'X-Esi-Error-Limit-Reset': '30' },
  ),
  '429': json(429, { error: 'Too many requests' }, { 'Retry-After': '15' }),
  '500': json(500, { error: 'Sandbox fault 500' }),
  '502': json(502, { error: 'Sandbox fault 502' }),
  '503': json(503, { error: 'Sandbox fault 503' }),
  '504': { status: 504, headers: { 'Content-Type': 'text/html' }, body: HTML },
  '520': json(520, {
    error: "{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 82647325L}}",
  }),
  html: { status: 200, headers: { 'Content-Type': 'text/html' }, body: HTML },
  downtime: DOWN,
  'daily-downtime': DOWN,
  'invalid-grant': json(400, {
    error: 'invalid_grant',
    error_description: 'Invalid refresh token. Unable to migrate grant.',
  }),
  'odd-grant': json(400, { error: 'invalid_grant: Token is expired or invalid.' }),
  'invalid-client': json(401, {
    error: 'invalid_client',
    error_description: 'Unknown client or wrong secret.',
  }),
};

/** What a fault answers in the place of the route; undefined where the route answers too. */
export function insteadOf(kind: FaultKind): Reply | undefined {
  return ANSWERS[kind];
}
