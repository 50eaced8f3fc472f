/**
 * Problem details (RFC 9457) as our routes send them, and how a browser reads an answer.
 *
 * @module
 */
import * as z from 'zod';

/** What our routes answer when they refuse. `detail` is a sentence for people. */
export const problemSchema = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  /** A literal that code may switch on. */
  reason: z.string().optional(),
});
export type Problem = z.output<typeof problemSchema>;

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
 * Decode a JSON answer by its schema.
 *
 * @throws {ProblemError} When the status is not 2xx; one is made up when the body is no problem.
 * @throws {z.ZodError} When a 2xx body does not fit the schema.
 */
export async function readAnswer<S extends z.ZodType>(
  schema: S,
  response: Response,
): Promise<z.output<S>> {
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
