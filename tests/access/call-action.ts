import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Answer, ask } from './ask.ts';

const manifestSchema = z.object({
  node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
});

export type Actions = ReadonlyMap<string, string>;

/** Ids of the server actions of a build, by `file#name`. */
export function readActions(buildFolder: string): Actions {
  const path = join(buildFolder, 'server', 'server-reference-manifest.json');
  const { node } = manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(
    Object.entries(node).map(([id, action]) => [`${action.filename}#${action.exportedName}`, id]),
  );
}

/** What an action is called with; and what else the browser holds. */
export type Input = (
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly value: unknown }
) & { readonly cookie?: string };

export type Call = {
  readonly id: string;
  readonly page: string;
  readonly cookie: string;
  readonly from: string;
  /** The site's own where absent, none where null. */
  readonly origin?: string | null;
  readonly isAlone?: boolean;
  readonly input: Input;
};

/** Call a server action as the browser's router does. */
export async function callAction(
  siteUrl: string,
  { id, page, cookie, from, input, origin = siteUrl, isAlone = false }: Call,
): Promise<Answer> {
  const { type, body } = await encode(input);
  return ask(siteUrl, page, {
    method: 'POST',
    from,
    isAlone,
    headers: {
      ...(origin === null ? {} : { Origin: origin }),
      Cookie: [cookie, input.cookie].filter(Boolean).join('; '),
      Accept: 'text/x-component',
      'Next-Action': id,
      'Content-Type': type,
      'Content-Length': String(body.byteLength),
    },
    body,
  });
}

/** What the caller is told: the `status` of the action's state, or where it is sent. */
export function readOutcome({ status, headers, text }: Answer): string {
  const { 'x-action-redirect': redirect } = headers;
  if (redirect) {
    const [path = ''] = String(redirect).split(/[;?]/);
    return path === '/sign-in' ? 'in' : `>${path}`;
  }
  const state = /"status":"([\w-]+)"/.exec(text)?.[1];
  if (state === 'refused' && text.includes('Your session is over')) return 'over';
  return state ?? `${status}`;
}

// As react-dom's encodeReply writes the arguments: a form stands apart, its fields under its number.
async function encode(input: Call['input']): Promise<{ type: string; body: Uint8Array }> {
  if ('value' in input) {
    const text = JSON.stringify([input.value]);
    return { type: 'text/plain;charset=UTF-8', body: new TextEncoder().encode(text) };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(input.form)) form.append(`_1_${name}`, value);
  form.append('0', JSON.stringify([{ status: 'idle' }, '$K1']));
  const encoded = new Response(form);
  return {
    type: encoded.headers.get('content-type') ?? '',
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
}
