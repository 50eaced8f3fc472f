import { clsx } from 'clsx';
import { Check, Info, type LucideIcon, ShieldAlert, TriangleAlert } from 'lucide-react';
import type { FindingView } from './finding-view.ts';

const LOOKS: Record<FindingView['level'], { icon: LucideIcon; colour: string; word: string }> = {
  ok: { icon: Check, colour: 'text-ink-3', word: 'As quoted' },
  advice: { icon: Info, colour: 'text-ink-2', word: 'Advice' },
  problem: { icon: TriangleAlert, colour: 'text-warn', word: 'To fix' },
  fraud: { icon: ShieldAlert, colour: 'text-loss', word: 'Suspicious' },
};

/** The level of a finding: icon for the eye, word for the ear. */
export function FindingIcon({ level, isGood }: { level: FindingView['level']; isGood?: boolean }) {
  const { icon: Icon, colour, word } = LOOKS[level];
  return (
    <>
      <Icon
        aria-hidden="true"
        className={clsx(level === 'ok' ? 'icon-s' : 'icon', isGood ? 'text-gain' : colour)}
      />
      <span className="sr-only">{word}:</span>
    </>
  );
}
