'use client';

import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import {
  type MakeKeyState,
  makeKeyAction,
  type RevokeKeyState,
  revokeKeyAction,
} from '#app/(site)/_actions/api-keys.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { type ApiKey, KeyTable } from './key-table.tsx';

type Scope = { readonly scope: string; readonly words: string };

const NOT_MADE: MakeKeyState = { status: 'idle' };
const NOT_REVOKED: RevokeKeyState = { status: 'idle' };

/** Keys for one's own programs: made, shown once, revoked. */
export function ApiKeys(props: {
  readonly keys: readonly ApiKey[];
  readonly scopes: readonly Scope[];
  readonly longestName: number;
}) {
  const { keys, scopes, longestName } = props;
  const [made, make, isMaking] = useActionState(sendMake, NOT_MADE);
  const [revoked, revoke, isRevoking] = useActionState(sendRevoke, NOT_REVOKED);

  return (
    <>
      {made.status === 'made' && keys.some(({ keyId }) => keyId === made.keyId) && (
        <Notice
          kind="good"
          role="status"
          title={`${made.name}: copy the key now`}
          className="border-line border-b"
          actions={<CopyButton text={made.text} label="Copy" name="Copy the key" />}
        >
          It is not shown again: the site keeps only a hash of it.
          <code className="mono mt-1 block text-ink [overflow-wrap:anywhere]">{made.text}</code>
        </Notice>
      )}
      {revoked.status === 'refused' && (
        <Notice kind="warn" role="alert" title="Nothing was revoked">
          {revoked.message}
        </Notice>
      )}
      {keys.length > 0 && <KeyTable keys={keys} revoke={revoke} isBusy={isRevoking} />}
      <form
        action={make}
        className="grid gap-3 border-line p-3 not-first:border-t"
        aria-label="New API key"
      >
        <Field
          id="key-name"
          label="Name of a new key"
          error={made.status === 'refused' ? made.message : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              name="name"
              required
              maxLength={longestName}
              autoComplete="off"
              className="max-w-80"
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 font-medium text-ink-2 text-meta">It may also</legend>
          {scopes.map(({ scope, words }) => (
            <Checkbox key={scope} name={scope} defaultChecked>
              {words} <span className="mono text-ink-3">{scope}</span>
            </Checkbox>
          ))}
        </fieldset>
        <div>
          <Button type="submit" aria-disabled={isMaking || undefined}>
            Make key
          </Button>
        </div>
      </form>
    </>
  );
}

const refuse = (message: string) => ({ status: 'refused' as const, message });

function sendMake(previous: MakeKeyState, form: FormData): Promise<MakeKeyState> {
  return reach<MakeKeyState>(() => makeKeyAction(previous, form), refuse);
}

function sendRevoke(previous: RevokeKeyState, form: FormData): Promise<RevokeKeyState> {
  return reach<RevokeKeyState>(() => revokeKeyAction(previous, form), refuse);
}
