/**
 * The edge of our own HTTP: faults and refusals become problem details (RFC 9457).
 *
 * @module
 */
import * as z from 'zod';
import { getContainer } from './container.ts';
import { isDatabaseFull, isUnanswered } from './is-database-away.ts';
import type { Logger } from './log.ts';

export type RouteHandler<Context> = (
  request: Request,
  context: Context,
) => Promise<Response> | Response;

export type Problem = {
  /** Address of what this kind of problem is; absent: nothing beyond what the status says. */
  readonly type?: string;
  readonly status: number;
  readonly title: string;
  /** What happened and what to do next, for the person. */
  readonly detail?: string;
  /** Further members, such as `reason` or `errors`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown where a use case cannot go on for this caller: not signed in, no such thing, too much. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options);
    this.problem = problem;
  }
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const DEFAULT_BODY_BYTES = 1_048_576;
const DEFAULT_FORM_BYTES = 16_384;
const MOST_ISSUES = 5;
const MOST_CHARACTERS = 200;

/**
 * Guard a route handler: a state-changing request must come from our own origin, a schema that
 * refuses becomes a 422, an `HttpError` what it says, and anything else a 500 without details.
 */
export function route<Context = unknown>(handle: RouteHandler<Context>): RouteHandler<Context> {
  return async (request, context) => {
    try {
      requireSameOrigin(request);
      return keepNowhere(await handle(request, context));
    } catch (error) {
      return respond(describeError(error, () => getContainer().log));
    }
  };
}

/** What a route answers is for who asked, and for now, unless it says otherwise. */
function keepNowhere(answer: Response): Response {
  if (!answer.headers.has('Cache-Control')) answer.headers.set('Cache-Control', 'no-store');
  return answer;
}

/** Answer with problem details. `reason` is a literal that callers may switch on. */
export function problem(status: number, title: string, detail?: string, reason?: string): Response {
  return respond({
    status,
    title,
    ...(detail === undefined ? {} : { detail }),
    ...(reason === undefined ? {} : { extra: { reason } }),
  });
}

/**
 * Refuse a state-changing request that another site's page could have sent.
 *
 * @throws {HttpError} 403 when `Origin` is missing, `null` or another than `PUBLIC_URL`.
 */
export function requireSameOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (request.headers.get('origin') === getContainer().env.PUBLIC_URL) return;
  throw new HttpError({
    status: 403,
    title: 'Another site',
    detail: 'This request did not come from a page of this site. Reload the page and try again.',
  });
}

/**
 * Read a JSON body of a limited size.
 *
 * @param maximumBytes Default 1 MiB.
 * @throws {HttpError} 413 beyond the limit, 415 for another type, 400 for what is not JSON.
 */
export async function readJson(
  request: Request,
  maximumBytes = DEFAULT_BODY_BYTES,
): Promise<unknown> {
  if (readType(request) !== 'application/json') {
    throw new HttpError({ status: 415, title: 'Not JSON', detail: 'Send application/json.' });
  }
  const text = await readText(request, maximumBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = 'The body is not valid JSON.';
    throw new HttpError({ status: 400, title: 'Not JSON', detail }, { cause: error });
  }
}

/**
 * Read the fields of a plain HTML form.
 *
 * @param maximumBytes Default 16 KiB.
 * @throws {HttpError} 413 beyond the limit, 415 for another type.
 */
export async function readForm(
  request: Request,
  maximumBytes = DEFAULT_FORM_BYTES,
): Promise<Record<string, string>> {
  if (readType(request) !== 'application/x-www-form-urlencoded') {
    throw new HttpError({ status: 415, title: 'Not a form', detail: 'Send a plain form.' });
  }
  return Object.fromEntries(new URLSearchParams(await readText(request, maximumBytes)));
}

function readType(request: Request): string | undefined {
  return request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

async function readText(request: Request, maximumBytes: number): Promise<string> {
  // What the header claims is only a shortcut: the count below decides.
  if (Number(request.headers.get('content-length') ?? 0) > maximumBytes) throw tooLarge();
  if (!request.body) return '';

  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maximumBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}

function tooLarge(): HttpError {
  const detail = 'That is more than this site reads at once. Send it in parts.';
  return new HttpError({ status: 413, title: 'Too large', detail });
}

/**
 * What is said of an error to whoever asked. What is a fault of ours is logged, and nothing told of it.
 *
 * @throws What Next signals by throwing: it must reach Next.
 */
export function describeError(error: unknown, log: () => Pick<Logger, 'error'>): Problem {
  // Next's own signals (redirect, not found) carry a digest.
  if (typeof error === 'object' && error !== null && 'digest' in error) throw error;
  if (error instanceof HttpError) return error.problem;
  if (error instanceof z.ZodError) return describeIssues(error);
  // Whoever leaves in the middle of a body reads no answer, and is no fault of ours.
  if (isBrokenOff(error)) return { status: 400, title: 'Broken off', detail: BROKEN_OFF };
  log().error({ err: error }, 'a route failed');
  return describeFault(error);
}

/** Whoever sends a thousand things that are wrong is told of a few: the answer is no longer than that. */
function describeIssues({ issues }: z.ZodError): Problem {
  const said = issues.slice(0, MOST_ISSUES).map((issue) => ({
    ...issue,
    path: issue.path.map((part) => (typeof part === 'number' ? part : shorten(String(part)))),
    message: shorten(issue.message),
  }));
  return {
    status: 422,
    title: 'Not understood',
    detail: z.prettifyError({ issues: said }),
    extra: { errors: said.map(({ path, message }) => ({ path, message })) },
  };
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}

/** What is said of a fault, to whoever asked: nothing of what it was. */
export function describeFault(error: unknown): Problem & { readonly detail: string } {
  if (isUnanswered(error)) {
    return {
      status: 503,
      title: 'Away for a moment',
      detail: 'The site’s database does not answer. Try again in a few seconds.',
      headers: { 'Retry-After': '5' },
    };
  }
  if (isDatabaseFull(error)) {
    return {
      status: 503,
      title: 'No room',
      detail:
        'The site has no room to keep anything new right now, so this was not kept: try again in a few minutes.',
      headers: { 'Retry-After': '60' },
    };
  }
  const detail = 'Something broke on our side. Try again in a minute.';
  return { status: 500, title: 'Our fault', detail };
}

/** The answer that tells a problem. */
export function respond({ type, status, title, detail, extra, headers }: Problem): Response {
  return Response.json(
    {
      type: type ?? 'about:blank',
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...extra,
    },
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        'Cache-Control': 'no-store',
        ...headers,
      },
    },
  );
}

const BROKEN_OFF = 'The request ended before it was whole. Send it again.';

function isBrokenOff(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message === 'aborted' &&
    'code' in error &&
    error.code === 'ECONNRESET'
  );
}
