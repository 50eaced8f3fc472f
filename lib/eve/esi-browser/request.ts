export type EsiQuery = Readonly<Record<string, string | number | boolean | undefined>>;

export type EsiSite = {
  readonly baseUrl: string;
  readonly language: string;
  readonly userAgent: string;
  readonly compatibilityDate: string;
  readonly sendsHeaders: boolean;
};

export type EsiRequest = {
  /** Equal for equal answers. */
  readonly key: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  /** The path without its numbers: routes of one limit. */
  readonly route: string;
  /** Throws at what it cannot read. */
  readonly parse?: ((value: unknown) => unknown) | undefined;
};

/**
 * The address of a public route and what its answer is kept under.
 *
 * Without headers of our own a browser asks no preflight first: `Accept` and `Accept-Language` are
 * CORS-safelisted, and ESI takes the rest from the query.
 *
 * @throws {TypeError} When the path does not begin with a slash and a letter, or a token is given.
 */
export function toRequest(
  path: string,
  query: EsiQuery,
  { baseUrl, language, userAgent, compatibilityDate, sendsHeaders }: EsiSite,
): EsiRequest {
  if (!/^\/[a-z]/i.test(path)) throw new TypeError(`A path of ESI looks like /status, not ${path}`);
  const url = new URL(baseUrl.replace(/(?<!\/)\/+$/, '') + path);
  // ESI knows no path that ends with a slash.
  url.pathname = url.pathname.replace(/(?<!\/)\/+$/, '');
  const { searchParams } = url;
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) searchParams.set(name, `${value}`);
  }
  if (searchParams.has('token')) throw new TypeError('Only public routes: a token would be kept');
  searchParams.sort();

  const key = `${language} ${compatibilityDate} ${url.href}`;
  const headers: Record<string, string> = {
    Accept: 'application/json',
    // The pilot's browser would send its own, and the answers of two languages would be mixed.
    'Accept-Language': language,
  };
  if (sendsHeaders) {
    headers['X-User-Agent'] = userAgent;
    headers['X-Compatibility-Date'] = compatibilityDate;
  } else {
    searchParams.set('compatibility_date', compatibilityDate);
    searchParams.set('user_agent', userAgent);
  }
  return { key, url: url.href, headers, route: url.pathname.replace(/\d+/g, '*') };
}
