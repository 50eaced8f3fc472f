import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  Hourglass,
  type LucideIcon,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import { Tag, type TagTone } from '#lib/ui/primitives/tag.tsx';

/** Where a quote stands, in the eyes of whoever looks. */
export type QuoteStanding =
  | 'waiting'
  | 'not-seen'
  | 'found'
  | 'found-valid'
  | 'found-fix'
  | 'suspicious'
  | 'partly-paid'
  | 'paid'
  | 'expired'
  | 'cancelled';

type Look = { readonly word: string; readonly icon: LucideIcon; readonly tone: TagTone };

export const STANDING_LOOKS: Record<QuoteStanding, Look> = {
  waiting: { word: 'Waiting for contract', icon: Clock, tone: 'neutral' },
  'not-seen': { word: 'No contract seen', icon: Clock, tone: 'neutral' },
  found: { word: 'Contract found', icon: CircleDashed, tone: 'neutral' },
  'found-valid': { word: 'Valid', icon: CircleCheck, tone: 'gain' },
  'found-fix': { word: 'Needs fixing', icon: TriangleAlert, tone: 'warn' },
  suspicious: { word: 'Suspicious', icon: ShieldAlert, tone: 'loss' },
  'partly-paid': { word: 'Partly paid', icon: CircleDashed, tone: 'gain' },
  paid: { word: 'Paid', icon: CircleCheck, tone: 'gain' },
  expired: { word: 'Expired', icon: Hourglass, tone: 'neutral' },
  cancelled: { word: 'Cancelled', icon: CircleSlash, tone: 'neutral' },
};

export function QuoteStateTag({ standing, boxed }: { standing: QuoteStanding; boxed?: boolean }) {
  const { word, icon, tone } = STANDING_LOOKS[standing];
  return (
    <Tag icon={icon} tone={tone} boxed={boxed ?? false}>
      {word}
    </Tag>
  );
}
