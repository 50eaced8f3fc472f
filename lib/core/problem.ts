/**
 * Problem details (RFC 9457) as our routes send them, and how a browser reads an answer.
 *
 * Schemas come after the page: nothing here needs one before there is an answer to read.
 *
 * @module
 */
import type * as z from 'zod';
import type { Problem } from './problem-schema.ts';

/** A route answered with a problem. The message is the sentence for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options);
    this.problem = problem;
  }
}

/**
 * Decode a JSON answer by its schema, which is loaded while the answer is under way.
 *
 * @throws {ProblemError} When the status is not 2xx; one is made up when the body is no problem, and
 *   one of status 503 when there is no answer at all.
 * @throws {z.ZodError} When a 2xx body does not fit the schema.
 */
export async function readAnswer<S extends z.ZodType>(
  loadSchema: () => Promise<S>,
  asked: Promise<Response>,
): Promise<z.output<S>> {
  const [response, schema, { problemSchema }] = await Promise.all([
    asked,
    loadSchema(),
    import('./problem-schema.ts'),
  ]).catch(refuseUnreached);
  if (response.ok) return schema.parse(await response.json());
  const body: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  throw new ProblemError(
    problem.success
      ? problem.data
      : {
          type: 'about:blank',
          title: 'The site did not answer as it should',
          status: response.status,
        },
  );
}

/** What a browser's fetch, or its import of a file of the site, throws is an error in its own words. */
function refuseUnreached(error: unknown): never {
  // The bundle's name for a file that is not there: of a site that was renewed, those of before are gone.
  const isFileGone = error instanceof Error && error.name === 'ChunkLoadError';
  if (!isFileGone && !(error instanceof TypeError)) throw error;
  const detail = isFileGone
    ? 'A part of this page did not load. Reload the page: the site may have been renewed.'
    : 'The site is not reached. Check your connection and try again.';
  const problem = { type: 'about:blank', title: 'Not reached', status: 503, detail };
  throw new ProblemError(problem, { cause: error });
}
