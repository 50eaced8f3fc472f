import { decodeJwt } from 'jose';
import {
  createEsiClient,
  type EsiCallEvent,
  type EsiClient,
  EsiError,
  type EsiPages,
  type EsiRequestEvent,
  type EsiResponse,
  findOperation,
  toPaged,
} from '#lib/eve/esi/index.ts';
import { type Command, CommandError, readArguments, UsageError } from './command.ts';
import { shareWithSite } from './esi-shared.ts';

const HELP = `Ask ESI, EVE's API, by the client of the site: with its rules, retries and contact.

  npm run --silent ageira -- esi METHOD PATH [OPTIONS]
  npm run --silent ageira -- esi GET '/markets/10000002/orders?order_type=sell&type_id=34'

Prints the body as JSON. METHOD is GET or POST, PATH begins with a slash and may have a query. Known are the
routes that a trader needs; POST asks by JSON on --body.

With REDIS_URL set, budgets and kept answers are those of the site: what is still good is not asked for again, and
a call counts for all. Without, or with another --base-url, a run is alone: it spends errors and tokens that the site
does not know of, and the same again asks ESI again, so wait until what --explain says.

  --base-url URL  where ESI is: EVE_ESI_URL, or https://esi.evetech.net
  --token TOKEN   an access token, for a private route; better by ESI_TOKEN, which no list of processes shows
  --body JSON     what a POST sends: '[90000001, 90000002]'
  --all-pages     read all pages of a list, of one moment
  --explain       say on standard error what was kept or called, what it cost, and how long it is good
  --json          print one line: {"data",...} or {"error":{"code","message","requestId","retryAfterMs"}}
  --help          this text

ESI_CONTACT must say how CCP reaches you, unless ESI is on this machine.

Exit codes: 0 answered, 1 ESI refused or failed, 2 wrong options or input.`;

const OPTIONS = {
  'base-url': { type: 'string' },
  token: { type: 'string' },
  body: { type: 'string' },
  'all-pages': { type: 'boolean', default: false },
  explain: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;
const TIMEOUT_MS = 120_000;
const TRANQUILITY = 'https://esi.evetech.net';

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, OPTIONS, ['method', 'path']);
  const [method = '', path = ''] = words;
  const accessToken = values.token ?? (process.env.ESI_TOKEN || undefined);
  const asked = findOperation(method.toUpperCase(), path, {
    ...(values.body !== undefined && { body: readBody(values.body) }),
    characterId: accessToken === undefined ? null : readCharacter(accessToken),
  });
  if (!asked) throw new UsageError(describeUnknown(method, path));
  if (asked.characterId !== null && accessToken === undefined) {
    throw new UsageError(`${asked.route} is private: give an access token by ESI_TOKEN.`);
  }
  if (values['all-pages'] && !asked.isPaged) {
    throw new UsageError(`${asked.route} does not come in pages.`);
  }

  const siteUrl = process.env.EVE_ESI_URL || TRANQUILITY;
  const baseUrl = readUrl(values['base-url'] ?? siteUrl);
  const userAgent = `AgeiraTrade (${readContact(baseUrl)})`;
  const isSite = baseUrl === readUrl(siteUrl);
  await using shared = await shareWithSite(isSite ? process.env.REDIS_URL || null : 'other');
  const events: string[] = [];
  await using esi = createEsiClient({
    baseUrl,
    userAgent,
    ...shared.parts,
    hooks: {
      onCall: (event) => events.push(explainCall(event)),
      onRequest: (event) => events.push(explainRequest(event)),
    },
  });
  const { isPaged: _isPaged, ...operation } = asked;
  const call = { signal: AbortSignal.timeout(TIMEOUT_MS), ...(accessToken && { accessToken }) };
  try {
    const answer = values['all-pages']
      ? await esi.requestAllPages(toPaged(operation), call)
      : await request(esi, operation, call);
    const { data = null } = answer;
    console.log(values.json ? JSON.stringify({ data, ...told(answer) }) : toText(data));
    return 0;
  } catch (error) {
    if (!(error instanceof EsiError)) throw error;
    const { code, message, requestId } = error;
    const retryAfterMs = 'retryAfterMs' in error ? error.retryAfterMs : null;
    if (!values.json) throw new CommandError(`${message} (${code})`);
    console.log(JSON.stringify({ error: { code, message, requestId, retryAfterMs } }));
    return 1;
  } finally {
    if (values.explain) console.error([...events, shared.said].join('\n'));
  }
}

function request(
  esi: EsiClient,
  operation: Parameters<EsiClient['request']>[0],
  call: Parameters<EsiClient['request']>[1],
): Promise<EsiResponse<unknown>> {
  return esi.request(operation, call);
}

function told({ pages, lastModified, expiresAt }: EsiPages<unknown> | EsiResponse<unknown>) {
  return { pages, lastModified, expiresAt };
}

function toText(data: unknown): string {
  return data === null ? 'Done; ESI answers nothing to this.' : JSON.stringify(data, null, 2);
}

function explainCall({ route, status, code, durationMs, waitedMs, ...of }: EsiCallEvent): string {
  const parts = [
    `${route}: ${status ?? 'no answer'}${code ? ` (${code})` : ''}`,
    `${Math.round(durationMs)} ms${waitedMs >= 1 ? ` after waiting ${Math.round(waitedMs)} ms` : ''}`,
    of.bucket && `bucket ${of.bucket.group} ${of.bucket.left} left of ${of.bucket.limit}`,
    of.errorsLeft !== null && `${of.errorsLeft} errors left this minute`,
    of.expiresAt && `good until ${of.expiresAt.toISOString()}`,
    of.pages !== null && of.pages > 1 && `${of.pages} pages`,
    of.requestId && `request ${of.requestId}`,
  ];
  return parts.filter(Boolean).join(', ');
}

const SOURCES = {
  kept: 'kept, and still good: ESI was not asked',
  revived: 'kept, and ESI says that it is still so',
  read: 'read anew',
  stale: 'old news, as ESI could not be asked',
  failed: 'no answer',
} as const satisfies Record<EsiRequestEvent['source'], string>;

function explainRequest({ route, source, durationMs }: EsiRequestEvent): string {
  return `${route}: ${SOURCES[source]}, ${Math.round(durationMs)} ms in all`;
}

function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('--body is not JSON.');
  }
}

/** The token is not checked here: ESI does that. */
function readCharacter(accessToken: string): number | null {
  try {
    const [, id] = /^CHARACTER:EVE:(\d{1,16})$/.exec(decodeJwt(accessToken).sub ?? '') ?? [];
    return id === undefined ? null : Number(id);
  } catch {
    throw new UsageError('The token is not an access token of EVE.');
  }
}

function readUrl(text: string): string {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isUrl) throw new UsageError(`"${text}" is not an address that begins with http or https.`);
  // With a slash at its end or without it is the same.
  const { href } = new URL(text);
  return href.endsWith('/') ? href.slice(0, -1) : href;
}

function readContact(baseUrl: string): string {
  const contact = process.env.ESI_CONTACT;
  if (contact) return contact;
  if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(baseUrl).hostname)) return 'this machine';
  throw new UsageError('Set ESI_CONTACT to a mail address: CCP blocks whom it cannot reach.');
}

function describeUnknown(method: string, path: string): string {
  if (!/^(GET|POST)$/i.test(method)) return `"${method}" is neither GET nor POST.`;
  if (!path.startsWith('/')) return `"${path}" does not begin with a slash.`;
  const [bare = ''] = path.split('?', 1);
  const slash = bare.length > 1 && bare.endsWith('/');
  const why = slash ? ' ESI’s paths end without a slash.' : '';
  return `${method.toUpperCase()} ${path} is no route that is known here.${why}`;
}
