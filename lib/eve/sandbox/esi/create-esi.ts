import type { SandboxContext } from '../context.ts';
import { type Call, json, type Reply, type Route } from '../http/call.ts';
import type { AccessTokenOwner } from '../sso/access-token.ts';
import { createBuckets, tokensOf, unlimited } from './buckets.ts';
import { readCompatibilityDate, variantDate } from './compatibility-date.ts';
import { finish, preflight } from './cors.ts';
import { createErrorWindow } from './error-window.ts';
import { readLanguage } from './language.ts';
import { type Caller, readCaller, refuseOwner, userOf } from './read-caller.ts';
import type { EsiAnswer, EsiRoute } from './route.ts';
import { esiRoutes } from './routes.ts';
import { sendSnapshot } from './send-snapshot.ts';
import { createSnapshots } from './snapshots.ts';
import { createThrottle, type ThrottleRule, throttleBody } from './throttle.ts';

const TOO_MANY_ERRORS = {
  error:
    'This software has exceeded the error limit for ESI. Wait for the window to end and mend what fails.',
};

export type Esi = {
  readonly routes: readonly Route[];
  /** What unknown paths get. */
  readonly notFound: (call: Call) => Reply;
  /** Drops every kept answer, so that new cache windows count at once. */
  forget(): void;
};

/** ESI under `/esi`: limits, tokens, caches and pages around the answers of `routes.ts`. */
export function createEsi(parts: SandboxContext): Esi {
  const buckets = createBuckets(parts.clock);
  const errors = createErrorWindow(parts.clock);
  const throttle = createThrottle(parts.clock);
  const snapshots = createSnapshots();

  const answerCall = async (route: EsiRoute, call: Call): Promise<Reply> => {
    const address = call.remoteAddress;
    parts.calls.set(route.path, (parts.calls.get(route.path) ?? 0) + 1);
    if (!parts.limits.areOn) {
      const reply = await serve(route, call, await readCaller(parts, route, call));
      return finish(reply, parts.clock(), route.bucket ? unlimited(route.bucket) : {});
    }
    if (errors.isSpent(address)) {
      return finish(json(420, TOO_MANY_ERRORS, errors.headers(address)), parts.clock());
    }
    const caller = await readCaller(parts, route, call);
    const user = userOf(route, caller, address);
    const { bucket } = route;

    const waitSeconds = bucket ? buckets.secondsUntilFree(bucket, user) : null;
    if (bucket && waitSeconds !== null) {
      const headers = { ...buckets.charge(bucket, user, 0), 'Retry-After': String(waitSeconds) };
      return finish(json(429, { error: 'Too many requests' }, headers), parts.clock());
    }
    const reply = await serve(route, call, caller);
    if (bucket) {
      const limits = buckets.charge(bucket, user, tokensOf(reply.status));
      return finish(reply, parts.clock(), limits);
    }
    if (reply.status >= 400) errors.count(address);
    return finish(reply, parts.clock(), errors.headers(address));
  };

  const serve = async (route: EsiRoute, call: Call, caller: Caller): Promise<Reply> => {
    const now = parts.clock();
    const { url, headers } = call;
    const date = readCompatibilityDate(
      one(headers['x-compatibility-date']) ?? url.searchParams.get('compatibility_date'),
      now,
    );
    if (!date.ok) return json(400, { error: date.error });
    if (!caller.ok) return json(caller.status, { error: caller.error });

    const refusal = refuseOwner(parts.store.world, route, call.params, caller.owner);
    if (refusal !== null) return json(403, { error: refusal });

    if (parts.limits.areOn && route.throttle !== undefined) {
      const who = caller.owner ? String(caller.owner.characterId) : call.remoteAddress;
      const stopMs = throttle.take(who, route.throttle);
      if (stopMs !== null) return throttled(route.throttle, stopMs);
    }
    const variant = variantDate(date.date, route.shapeDate);
    const language = readLanguage(route.isTranslated ? headers['accept-language'] : undefined);
    const key = `${keyOf(route, call, caller.owner, variant)}|${language}`;
    const kept = snapshots.find(key, now);
    const common = {
      'X-Compatibility-Date': variant,
      ...(route.isTranslated && { 'Content-Language': language }),
    };
    if (kept) return sendSnapshot(route, call, kept, { ...common, 'X-Esi-Cache-Status': 'HIT' });

    const freshness = route.freshness?.(now, parts.store.world.cacheWindows);
    const body = await readJsonBody(route, call);
    if (!body.ok) return json(400, { error: 'The body is not JSON' });
    const answer: EsiAnswer = route.answer({
      parts,
      params: call.params,
      query: url.searchParams,
      body: body.data,
      caller: caller.owner,
      language,
      now,
      lastModified: freshness?.lastModified ?? now,
      compatibilityDate: variant,
      askedDate: date.date,
    });
    if (!answer.ok) return json(answer.status, { error: answer.error }, common);
    if (route.isWriting) await parts.store.save();
    if (!freshness) {
      return answer.data === undefined
        ? { status: 204, headers: common }
        : json(answer.status ?? 200, answer.data, common);
    }
    if (answer.data === undefined) return { status: 204, headers: common };
    const snapshot = { ...freshness, answer };
    if (!route.isPure) snapshots.keep(key, snapshot);
    return sendSnapshot(route, call, snapshot, { ...common, 'X-Esi-Cache-Status': 'MISS' });
  };

  return {
    routes: esiRoutes.flatMap((route): Route[] => [
      {
        method: route.method,
        path: `/esi${route.path}`,
        handle: (call) => answerCall(route, call),
      },
      { method: 'OPTIONS', path: `/esi${route.path}`, handle: () => preflight() },
    ]),
    notFound: (call) => {
      errors.count(call.remoteAddress);
      return finish(
        json(404, { error: 'Not found' }, errors.headers(call.remoteAddress)),
        parts.clock(),
      );
    },
    forget: () => snapshots.clear(),
  };
}

function throttled({ label }: ThrottleRule, stopMs: number): Reply {
  return label === null
    ? json(429, { error: 'Undefined 429 response. Too many requests.' })
    : json(520, throttleBody(label, stopMs));
}

function keyOf(
  route: EsiRoute,
  { url, params }: Call,
  owner: AccessTokenOwner | null,
  variant: string,
): string {
  const query = (route.query ?? []).map((name) => `${name}=${url.searchParams.get(name) ?? ''}`);
  const character = route.scope === undefined ? '' : owner?.characterId;
  return [route.path, ...Object.values(params), ...query, character, variant].join('|');
}

async function readJsonBody(
  route: EsiRoute,
  call: Call,
): Promise<{ ok: true; data: unknown } | { ok: false }> {
  if (route.method !== 'POST') return { ok: true, data: undefined };
  const text = await call.readBody();
  try {
    return { ok: true, data: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
