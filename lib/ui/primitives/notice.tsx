import { clsx } from 'clsx';
import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type NoticeKind = 'info' | 'warn' | 'error' | 'good';

const LOOKS: Record<NoticeKind, { icon: LucideIcon; colour: string }> = {
  info: { icon: Info, colour: 'text-ink-2' },
  warn: { icon: TriangleAlert, colour: 'text-warn' },
  error: { icon: CircleX, colour: 'text-loss' },
  good: { icon: CircleCheck, colour: 'text-gain' },
};

type NoticeProps = {
  readonly kind: NoticeKind;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Buttons: at the right on a wide screen, below on a phone. */
  readonly actions?: ReactNode;
  /** `status` (read out when it appears) unless it was there from the start. */
  readonly role?: 'status' | 'alert';
  readonly className?: string;
};

/** What happened, why, and what to do: for stale, refused, failed and done. */
export function Notice({ kind, title, children, actions, role, className }: NoticeProps) {
  const { icon: Icon, colour } = LOOKS[kind];
  return (
    <div
      role={role}
      className={clsx('flex flex-wrap items-start gap-x-2.5 gap-y-2 p-3', className)}
    >
      <Icon aria-hidden="true" className={clsx('icon mt-0.5', colour)} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{title}</p>
        {children && <div className="max-w-[68ch] text-ink-2">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 self-center">{actions}</div>}
    </div>
  );
}
