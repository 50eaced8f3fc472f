import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Panel } from './panel.tsx';
import type { TagTone } from './tag.tsx';

const TONES: Record<TagTone, string> = {
  neutral: 'text-ink-2',
  gain: 'text-gain',
  warn: 'text-warn',
  loss: 'text-loss',
};

type BannerProps = {
  readonly icon: LucideIcon;
  readonly tone: TagTone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

/** The one message a page is about, above its panels. Read out when it changes. */
export function Banner({ icon: Icon, tone, title, children, actions }: BannerProps) {
  return (
    <Panel className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-3 p-3 max-desk:mb-3">
      <Icon
        aria-hidden="true"
        strokeWidth={1.5}
        className={clsx('size-6 flex-none self-start', TONES[tone])}
      />
      <div role="status" className="min-w-0 flex-1 basis-56">
        <p className="font-semibold text-title">{title}</p>
        {children && <div className="max-w-[68ch] text-ink-2">{children}</div>}
      </div>
      {actions && (
        <div className="flex flex-wrap gap-2 max-desk:w-full max-desk:*:flex-1">{actions}</div>
      )}
    </Panel>
  );
}
