import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type TagTone = 'neutral' | 'gain' | 'warn' | 'loss';

const TONES: Record<TagTone, string> = {
  neutral: 'text-ink-2',
  gain: 'text-gain',
  warn: 'text-warn',
  loss: 'text-loss',
};

type TagProps = {
  readonly icon: LucideIcon;
  readonly tone: TagTone;
  /** With an edge: in a page's head only, never in a table. */
  readonly boxed?: boolean;
  readonly children: ReactNode;
};

/** A state as icon and word; the colour only repeats what the word says. */
export function Tag({ icon: Icon, tone, boxed = false, children }: TagProps) {
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 align-middle whitespace-nowrap font-medium',
        TONES[tone],
        boxed && 'h-6 rounded-control border border-current px-2 text-meta',
      )}
    >
      <Icon aria-hidden="true" className="icon-s" />
      {children}
    </span>
  );
}
