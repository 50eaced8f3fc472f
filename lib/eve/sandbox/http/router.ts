import type { Handler, Route } from './call.ts';

export type Found =
  | { readonly kind: 'route'; readonly handle: Handler; readonly params: Record<string, string> }
  | { readonly kind: 'method'; readonly allow: string[] }
  | { readonly kind: 'nothing' };

/** Find the route of a path. Paths match exactly: a slash at the end is another path. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Found {
  const compiled = routes.map((route) => ({ route, match: compilePath(route.path) }));

  return (method, path) => {
    const matches = compiled.flatMap(({ route, match }) => {
      const params = match(path);
      return params ? [{ route, params }] : [];
    });
    const wanted = method === 'HEAD' ? 'GET' : method;
    const exact = matches.find(({ route }) => route.method === wanted);
    if (exact) return { kind: 'route', handle: exact.route.handle, params: exact.params };
    if (matches.length === 0) return { kind: 'nothing' };
    return { kind: 'method', allow: matches.map(({ route }) => route.method) };
  };
}

/** Reads `/a/{name}/b` as a pattern; gives the decoded parts of a path that fits. */
export function compilePath(pattern: string): (path: string) => Record<string, string> | null {
  const names: string[] = [];
  const source = pattern
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]+)';
    })
    .join('');
  const expression = new RegExp(`^${source}$`);

  return (path) => {
    const match = expression.exec(path);
    if (!match) return null;
    try {
      return Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
      );
    } catch {
      // A broken percent sign names nothing.
      return null;
    }
  };
}
