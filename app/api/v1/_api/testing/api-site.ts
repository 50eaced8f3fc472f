/**
 * A site whose API is asked as over HTTP, and every answer of which is held against the document that
 * the site serves.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { makeKey } from '#lib/features/api-keys/make-key.ts';
import { createQuoteSite } from '#lib/features/quotes/testing/quote-site.ts';
import { API_SCOPES, type ApiScope } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import type { Pilot } from '#tests/support/trade-site.ts';
import { answerApi } from '../answer-api.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { makeOpenApi } from '../openapi.ts';

export type Asked = {
  readonly method?: string;
  readonly body?: unknown;
  /** As it is, in place of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly from?: string;
  /** Another process than the site's own. */
  readonly container?: Container;
};

export type ApiAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not there.
  readonly json: any;
};

export type ApiSite = Awaited<ReturnType<typeof createApiSite>>;

/** As {@link createQuoteSite}, with the API in front of it. */
export async function createApiSite() {
  const quotes = await createQuoteSite();
  const { site } = quotes;
  const check = createCheck();
  let lastAddress = 0;

  async function ask(path: string, asked: Asked = {}): Promise<ApiAnswer> {
    const { method = asked.body === undefined && asked.text === undefined ? 'GET' : 'POST' } =
      asked;
    const body = asked.text ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
    // Another one each, so that no limit is met but by who asks from one place.
    lastAddress += 1;
    const from =
      asked.from ?? `10.${lastAddress >> 16}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;
    const request = new Request(`http://localhost/api/v1${path}`, {
      method,
      headers: {
        'x-forwarded-for': from,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(asked.key !== undefined && { Authorization: `Bearer ${asked.key}` }),
        ...asked.headers,
      },
      ...(body !== undefined && { body }),
    });
    const response = await answerApi(asked.container ?? site.container, request);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
    check(method, path, answer);
    return answer;
  }

  return {
    ...quotes,
    ask,
    async makeKey(pilot: Pilot, scopes: readonly ApiScope[] = API_SCOPES): Promise<string> {
      const made = await makeKey(site.container, pilot, {
        name: randomUUID().slice(0, 8),
        scopes: [...scopes],
      });
      if (!made.ok) throw new Error(made.reason);
      return made.text;
    },
  };
}

/** Hold an answer against what the document says of its endpoint. */
function createCheck() {
  const document = makeOpenApi('http://localhost');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  return (method: string, path: string, { status, headers, json }: ApiAnswer): void => {
    const [bare = ''] = path.split('?', 1);
    const endpoint = ENDPOINTS.find(
      (each) =>
        each.method === method &&
        new RegExp(`^${each.path.replace('{code}', '[^/]+')}$`).test(bare),
    );
    const type = headers.get('content-type')?.split(';', 1)[0] ?? '';
    const known: Record<number, unknown> = endpoint ? documented(document, endpoint, type) : {};
    if (endpoint && !(status in known)) {
      throw new Error(
        `${method} ${endpoint.path} does not say that it may answer ${status} ${type}`,
      );
    }
    if (json === undefined) return;
    const pointer = endpoint
      ? `document#/paths/${endpoint.path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method.toLowerCase()}/responses/${status}/content/${type.replace('/', '~1')}/schema`
      : 'document#/components/schemas/Problem';
    if (bare === '/openapi.json') return;
    const validate = ajv.getSchema(pointer);
    if (!validate) throw new Error(`The document has nothing at ${pointer}`);
    if (!validate(json)) throw new Error(`${method} ${path}: ${ajv.errorsText(validate.errors)}`);
  };
}

type Responses = Record<string, { readonly content: Record<string, unknown> }>;

function documented(
  { paths }: ReturnType<typeof makeOpenApi>,
  { path, method }: { readonly path: string; readonly method: string },
  type: string,
): Record<string, unknown> {
  // As `makeOpenApi` writes it.
  const operation = paths[path]?.[method.toLowerCase()] as { readonly responses: Responses };
  return Object.fromEntries(
    Object.entries(operation.responses).filter(([, { content }]) => type in content),
  );
}
