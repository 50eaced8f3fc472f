import type { Handler, Route } from './call.ts';

export type Found =
  | { readonly kind: 'route'; readonly handle: Handler; readonly params: Record<string, string> }
  | { readonly kind: 'method'; readonly allow: string[] }
  | { readonly kind: 'nothing' };

/** Find the route of a path. Paths match exactly: a slash at the end is another path. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Found {
  const compiled = routes.map((route) => ({ route, match: compilePath(route.path) }));

  return (method, path) => {
    const wanted = method === 'HEAD' ? 'GET' : method;
    for (const { route, match } of compiled) {
      const params = route.method === wanted ? match(path) : null;
      if (params) return { kind: 'route', handle: route.handle, params };
    }
    const others = compiled.filter(({ match }) => match(path) !== null);
    return others.length === 0
      ? { kind: 'nothing' }
      : { kind: 'method', allow: others.map(({ route }) => route.method) };
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
