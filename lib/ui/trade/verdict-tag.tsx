import {
  CircleCheck,
  GitPullRequestDraft,
  type LucideIcon,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import { Tag, type TagTone } from '#lib/ui/primitives/tag.tsx';

/** The matcher's verdict as people see it: an unmatched contract is worth a look only as a near miss. */
export type ShownVerdict = 'valid' | 'fix-needed' | 'suspicious' | 'near-miss' | 'unmatched';

type Look = { readonly word: string; readonly icon: LucideIcon; readonly tone: TagTone };

export const VERDICT_LOOKS: Record<ShownVerdict, Look> = {
  valid: { word: 'Valid', icon: CircleCheck, tone: 'gain' },
  'fix-needed': { word: 'Needs fixing', icon: TriangleAlert, tone: 'warn' },
  suspicious: { word: 'Suspicious', icon: ShieldAlert, tone: 'loss' },
  'near-miss': { word: 'Near miss', icon: GitPullRequestDraft, tone: 'neutral' },
  unmatched: { word: 'No quote', icon: GitPullRequestDraft, tone: 'neutral' },
};

export function VerdictTag({ verdict, boxed }: { verdict: ShownVerdict; boxed?: boolean }) {
  const { word, icon, tone } = VERDICT_LOOKS[verdict];
  return (
    <Tag icon={icon} tone={tone} boxed={boxed ?? false}>
      {word}
    </Tag>
  );
}
