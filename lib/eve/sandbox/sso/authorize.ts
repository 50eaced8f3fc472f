import type { SandboxClient, SandboxContext } from '../context.ts';
import { type Call, page, type Reply, redirect } from '../http/call.ts';
import { authorizePage, authorizeProblemPage } from '../pages/authorize-page.ts';
import { findPilot } from '../presets.ts';
import type { Grants } from './grants.ts';

type Asked = {
  readonly client: SandboxClient;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly codeChallenge: string | null;
};

type Reading =
  | { readonly kind: 'asked'; readonly asked: Asked }
  /** Nothing that could be trusted to redirect to: the person is told here. */
  | { readonly kind: 'page'; readonly sentence: string }
  | { readonly kind: 'redirect'; readonly location: string };

/**
 * `GET /v2/oauth/authorize`: shows who can sign in, and sends the browser back with a code once a
 * character was chosen. `&character=<id>` chooses at once, `&decline` goes back without one.
 */
export function createAuthorize(parts: Pick<SandboxContext, 'clients'>, grants: Grants) {
  return ({ url }: Call): Reply => {
    const query = url.searchParams;
    const reading = readRequest(parts.clients, query);
    if (reading.kind === 'page') return page(400, authorizeProblemPage(reading.sentence));
    if (reading.kind === 'redirect') return redirect(reading.location);

    const { asked } = reading;
    if (query.has('decline')) {
      const declined = { error: 'access_denied', error_description: 'The pilot declined.' };
      return redirect(withQuery(asked.redirectUri, { ...declined, state: asked.state }));
    }
    const chosen = query.get('character');
    if (chosen === null) return page(200, authorizePage({ query, scopes: asked.scopes }));

    const pilot = findPilot(Number(chosen));
    if (!pilot) {
      return page(400, authorizeProblemPage(`No character ${chosen} lives in the sandbox.`));
    }
    const code = grants.createCode({
      characterId: pilot.characterId,
      clientId: asked.client.clientId,
      scopes: asked.scopes,
      redirectUri: asked.redirectUri,
      codeChallenge: asked.codeChallenge,
    });
    return redirect(withQuery(asked.redirectUri, { code, state: asked.state }));
  };
}

function readRequest(clients: readonly SandboxClient[], query: URLSearchParams): Reading {
  const client = clients.find(({ clientId }) => clientId === query.get('client_id'));
  if (!client)
    return { kind: 'page', sentence: 'No application with this client_id is registered.' };

  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    return { kind: 'page', sentence: 'This redirect_uri is not registered for the application.' };
  }
  const state = query.get('state') ?? '';
  if (state === '') return { kind: 'page', sentence: 'The state parameter is required.' };

  const refuse = (error: string, sentence: string): Reading => ({
    kind: 'redirect',
    location: withQuery(redirectUri, { error, error_description: sentence, state }),
  });
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'Only response_type=code is served.');
  }
  const scopes = [...new Set((query.get('scope') ?? '').split(' ').filter((text) => text !== ''))];
  const unknown = scopes.find((scope) => !client.scopes.includes(scope));
  if (unknown !== undefined) {
    return refuse('invalid_scope', `The application may not ask for ${unknown}.`);
  }
  const codeChallenge = query.get('code_challenge');
  if (codeChallenge !== null && query.get('code_challenge_method') !== 'S256') {
    return refuse('invalid_request', 'Only code_challenge_method=S256 is supported.');
  }
  return { kind: 'asked', asked: { client, redirectUri, state, scopes, codeChallenge } };
}

function withQuery(address: string, values: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.href;
}
