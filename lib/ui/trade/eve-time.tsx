import { formatEveTime, type TimeStyle } from './format-times.ts';

type EveTimeProps = {
  readonly at: Date | string;
  readonly style?: TimeStyle;
  /** `false` where the word stands nearby already. */
  readonly isMarked?: boolean;
};

/** A moment in EVE time. The tooltip with the reader's own time comes from `LocalTimeTips`. */
export function EveTime({ at, style = 'time', isMarked = true }: EveTimeProps) {
  const moment = typeof at === 'string' ? new Date(at) : at;
  return (
    <time dateTime={moment.toISOString()} className="numeric whitespace-nowrap">
      {formatEveTime(moment, style)}
      {isMarked && '\u00a0EVE'}
    </time>
  );
}
