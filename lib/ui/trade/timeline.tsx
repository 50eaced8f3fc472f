import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { EveTime } from './eve-time.tsx';

export type TimelineStep = {
  readonly name: string;
  readonly state: 'done' | 'current' | 'ahead';
  /** When it happened. */
  readonly at?: Date | null;
  /** Under the current step: the countdown, a sentence. */
  readonly detail?: ReactNode;
};

type TimelineProps = {
  readonly steps: readonly TimelineStep[];
  /** The colour of the current dot. */
  readonly tone?: 'accent' | 'warn' | 'gain' | 'loss';
};

const DOTS = {
  accent: 'border-accent bg-accent',
  warn: 'border-warn bg-warn',
  gain: 'border-gain bg-gain',
  loss: 'border-loss bg-loss',
} as const;

/** Where it stands: what is done, what is now, what comes. */
export function Timeline({ steps, tone = 'accent' }: TimelineProps) {
  return (
    <ol>
      {steps.map((step) => (
        <li
          key={step.name}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className={clsx(
            'relative grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 pb-3 last:pb-0',
            'before:absolute before:top-[18px] before:-bottom-0.5 before:left-[7.5px] before:w-px before:bg-line last:before:hidden',
            step.state === 'ahead' ? 'text-ink-3' : 'text-ink-2',
          )}
        >
          {step.state === 'done' ? (
            <Check aria-hidden="true" className="icon mt-0.5" />
          ) : (
            <i
              aria-hidden="true"
              className={clsx(
                'mx-[4.5px] my-[6.5px] size-[7px] rounded-full border-[1.5px]',
                step.state === 'current' ? DOTS[tone] : 'border-ink-3',
              )}
            />
          )}
          <div>
            {step.at && (
              <span className="float-right text-ink-3 text-meta leading-5">
                <EveTime at={step.at} isMarked={false} />
              </span>
            )}
            <span
              className={clsx(
                'block',
                step.state === 'current' ? 'font-semibold text-ink' : 'font-medium',
              )}
            >
              {step.name}
              {step.state === 'done' && <span className="sr-only">, done</span>}
            </span>
            {step.detail}
          </div>
        </li>
      ))}
    </ol>
  );
}
