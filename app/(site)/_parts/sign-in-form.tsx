import type { ReactNode } from 'react';
import type { Intent, Purpose } from '#lib/features/accounts/schema.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import type { ButtonLook } from '#lib/ui/primitives/button-classes.ts';

type SignInFormProps = Pick<ButtonLook, 'look' | 'size' | 'wide'> & {
  readonly purpose?: Purpose;
  readonly intent?: Intent;
  /** Path of this site to come back to. */
  readonly returnTo: string;
  /** Whose permission is asked for; anybody's where absent. */
  readonly characterId?: number | undefined;
  readonly children: ReactNode;
};

/** The one way to EVE's sign-in: a plain form, which asks for what the purpose needs and no more. */
export function SignInForm(props: SignInFormProps) {
  const {
    purpose = 'sign-in',
    intent = 'sign-in',
    returnTo,
    characterId,
    children,
    ...look
  } = props;
  return (
    <form action="/api/auth/start" method="post">
      <input type="hidden" name="purpose" value={purpose} />
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="callbackUrl" value={returnTo} />
      {characterId !== undefined && <input type="hidden" name="characterId" value={characterId} />}
      <Button type="submit" {...look}>
        {children}
      </Button>
    </form>
  );
}
