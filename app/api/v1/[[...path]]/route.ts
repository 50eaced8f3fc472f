import { answerApi } from '#app/api/v1/_api/answer-api.ts';
import { getContainer } from '#lib/server/container.ts';

/** GET /api/v1/… — see `_api/endpoints.ts`, and /api-docs. */
export function GET(request: Request): Promise<Response> {
  return answerApi(getContainer(), request);
}

/** POST /api/v1/… — see `_api/endpoints.ts`, and /api-docs. */
export function POST(request: Request): Promise<Response> {
  return answerApi(getContainer(), request);
}
