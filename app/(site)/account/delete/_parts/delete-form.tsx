'use client';

import { useActionState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import { takeBackSignOut } from '#app/_parts/typed-in-tab.ts';
import { type DeletionState, deleteAccountAction } from '#app/(site)/_actions/delete-account.ts';
import { SignOutForm } from '#app/(site)/_parts/sign-out-form.tsx';
import { Button } from '#lib/ui/primitives/button.tsx';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';

type DeleteFormProps = { readonly mainName: string; readonly accountId: string };

/** Deletes the account, once its main character’s name was typed. */
export function DeleteForm({ mainName, accountId }: DeleteFormProps) {
  const [state, submit, isPending] = useActionState(send, { status: 'idle' });
  const refusal = state.status === 'refused' ? state : null;

  return (
    <SignOutForm accountId={accountId} action={submit} className="grid max-w-90 gap-3">
      <Field
        id="typed-name"
        label={
          <>
            Type <b className="text-ink">{mainName}</b> to confirm
          </>
        }
        error={refusal?.message}
      >
        {(ids) => (
          <Input
            {...ids}
            name="name"
            required
            autoComplete="off"
            autoCapitalize="words"
            spellCheck={false}
            defaultValue={refusal?.typed}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" aria-disabled={isPending || undefined}>
          {isPending ? 'Deleting…' : 'Delete my account'}
        </Button>
        <ButtonLink href="/account" look="quiet">
          Keep it
        </ButtonLink>
      </div>
      <p role="alert" className="sr-only">
        {refusal?.message}
      </p>
    </SignOutForm>
  );
}

async function send(previous: DeletionState, form: FormData): Promise<DeletionState> {
  const state = await reach<DeletionState>(
    () => deleteAccountAction(previous, form),
    (message) => ({ status: 'refused', message, typed: String(form.get('name') ?? '') }),
  );
  takeBackSignOut();
  return state;
}
