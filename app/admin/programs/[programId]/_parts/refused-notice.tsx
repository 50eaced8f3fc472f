import type { ReactNode } from 'react';
import { SignInAgain } from '#app/admin/_parts/sign-in-again.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';

type RefusedNoticeProps = {
  readonly title: string;
  /** Whether it was refused because the session has ended: signing in again is offered. */
  readonly isSignedOut: boolean | undefined;
  readonly className?: string;
  readonly children: ReactNode;
};

/** What was pressed did not happen, and why; what was typed stays. */
export function RefusedNotice({ title, isSignedOut, className, children }: RefusedNoticeProps) {
  return (
    <Notice
      kind="error"
      className={className ?? 'p-0!'}
      role="alert"
      title={title}
      actions={isSignedOut && <SignInAgain />}
    >
      {children}
    </Notice>
  );
}
