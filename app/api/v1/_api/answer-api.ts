import { randomUUID } from 'node:crypto';
import type { Container } from '#lib/server/container.ts';
import { describeError, HttpError, readJson, respond } from '#lib/server/http.ts';
import { clientAddress } from '#lib/server/request-limits.ts';
import { performOnce } from './answer-once.ts';
import { type ApiCaller, demandScope, readApiCaller } from './api-caller.ts';
import { chooseFormat, type Format } from './choose-format.ts';
import type { Endpoint, RawInput, Written } from './endpoint.ts';
import { findEndpoint } from './find-endpoint.ts';
import { writeOpenApi } from './openapi.ts';
import { takeQuota } from './quota.ts';

const DOCUMENT_PATH = '/openapi.json';
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** What decides about an answer beside the address. */
const VARY = 'Accept, Authorization';

/** Answer whatever a program asks below /api/v1: every refusal is a problem (RFC 9457). */
export async function answerApi(container: Container, request: Request): Promise<Response> {
  const headers = new Headers({ Vary: VARY });
  let answer: Response;
  try {
    answer = await answerCaller(container, request, headers);
  } catch (error) {
    answer = respond(describeError(error, () => container.log));
  }
  for (const [name, value] of headers) answer.headers.set(name, value);
  if (!answer.headers.has('Cache-Control')) answer.headers.set('Cache-Control', 'no-store');
  return answer;
}

/** @param headers Filled with what every answer to this caller tells. */
async function answerCaller(
  container: Container,
  request: Request,
  headers: Headers,
): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api\/v1/, '');
  if (path === DOCUMENT_PATH && SAFE_METHODS.has(request.method)) return answerDocument(container);
  refuseOtherSites(container, request);

  const caller = await readCounted(container, request, headers);
  const { endpoint, code } = findEndpoint(request.method, path);
  demandScope(caller, endpoint.scope, endpoint.needsKey === true);
  const format = demandFormat(request, endpoint);
  const body = endpoint.body ? await readJson(request) : undefined;
  const raw: RawInput = { code, query: url.searchParams, body };
  const ask = { container, caller, signal: request.signal };
  const key = request.headers.get('idempotency-key');
  if (endpoint.makes && key !== null) {
    return performOnce(endpoint, ask, { key, path, raw, format });
  }
  const context = { ...ask, seed: randomUUID() };
  return toResponse(endpoint, await endpoint.perform(context, raw, format));
}

function toResponse({ status }: Endpoint, { text, headers }: Written): Response {
  return new Response(text, { status, headers });
}

/** A wrong key is counted as its address's, or keys could be tried without end. */
async function readCounted(
  container: Container,
  request: Request,
  headers: Headers,
): Promise<ApiCaller> {
  let caller: ApiCaller;
  try {
    caller = await readApiCaller(container, request);
  } catch (error) {
    const address = clientAddress(request.headers);
    tell(headers, await takeQuota(container, { address, key: null }));
    throw error;
  }
  tell(headers, await takeQuota(container, caller));
  return caller;
}

function tell(headers: Headers, fields: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(fields)) headers.set(name, value);
}

/** The front refuses them too. Programs send no origin; a browser's page cannot leave it out. */
function refuseOtherSites({ env }: Container, { method, headers }: Request): void {
  const origin = headers.get('origin');
  if (SAFE_METHODS.has(method) || origin === null || origin === env.PUBLIC_URL) return;
  const detail = 'No page of another site may ask this API for a browser. Ask from a program.';
  throw new HttpError({ status: 403, title: 'Another site', detail });
}

function demandFormat({ headers }: Request, { hasTable }: Endpoint): Format {
  const format = chooseFormat(headers.get('accept'), hasTable ? ['json', 'csv'] : ['json']);
  if (format) return format;
  const offered = hasTable ? 'application/json and text/csv' : 'application/json';
  throw new HttpError({ status: 406, title: 'Not so', detail: `This is answered as ${offered}.` });
}

function answerDocument({ env }: Container): Response {
  return new Response(writeOpenApi(env.PUBLIC_URL), {
    headers: { 'Content-Type': 'application/json' },
  });
}
