import { HttpError } from '#lib/server/http.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';

type Found = { readonly endpoint: Endpoint; readonly code: string };

/**
 * What stands at a path.
 *
 * @param path Below /api/v1, as it stands in the address.
 * @throws {HttpError} 404, or 405 where there is something for another method.
 */
export function findEndpoint(method: string, path: string): Found {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const here = ENDPOINTS.flatMap((endpoint) => {
    const code = matchPath(endpoint.path, path);
    return code === null ? [] : [{ endpoint, code }];
  });
  const found = here.find(({ endpoint }) => endpoint.method === wanted);
  if (found) return found;
  if (here.length === 0) {
    const detail = 'There is no such thing here. /api-docs lists what there is.';
    throw new HttpError({ status: 404, title: 'Nothing here', detail });
  }
  const methods = here.map(({ endpoint }) => endpoint.method);
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  const detail = `This is asked with ${allowed.join(' or ')}.`;
  const headers = { Allow: allowed.join(', ') };
  throw new HttpError({ status: 405, title: 'Not done here', detail, headers });
}

/** @returns What stands for `{code}`, empty where the pattern has none; null for another path. */
function matchPath(pattern: string, path: string): string | null {
  const parts = path.split('/');
  const wanted = pattern.split('/');
  if (parts.length !== wanted.length) return null;
  let code = '';
  for (const [at, part] of wanted.entries()) {
    const given = parts[at] ?? '';
    if (part === '{code}' && given !== '') code = given;
    else if (part !== given) return null;
  }
  return code;
}
