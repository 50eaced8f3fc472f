import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TagTone } from '#lib/ui/primitives/tag.tsx';

/** What a quote's banner says. */
export type BannerMessage = {
  readonly icon: LucideIcon;
  readonly tone: TagTone;
  readonly title: string;
  readonly body: ReactNode;
  readonly actions?: ReactNode;
};
