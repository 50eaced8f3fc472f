import { problem } from '#lib/server/http.ts';

/** Whatever else is asked below /api/: programs read problems, not pages. */
export function GET(): Response {
  return problem(
    404,
    'Nothing here',
    'There is no such thing here. /api-docs lists what there is.',
  );
}

/** As {@link GET}. */
export function POST(): Response {
  return GET();
}
