/**
 * EVE time is UTC, 24 hours. Nothing here reads a clock.
 *
 * @module
 */

const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

export type TimeStyle = 'time' | 'seconds' | 'date' | 'day';

/** `time` 19:24 · `seconds` 19:24:02 · `date` 22 Nov 19:24 · `day` 22 Nov 2026. Without the word EVE. */
export function formatEveTime(at: Date, style: TimeStyle): string {
  const clock = at.toISOString().slice(11, style === 'seconds' ? 19 : 16);
  if (style === 'time' || style === 'seconds') return clock;
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
  return style === 'day' ? `${day} ${at.getUTCFullYear()}` : `${day} ${clock}`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A span in its two largest units: `2 d 23 h`, `1 h 06`, `14 min`, `under a minute`. */
export function formatSpan(spanMs: number): string {
  if (spanMs < MINUTE_MS) return 'under a minute';
  if (spanMs < HOUR_MS) return `${Math.floor(spanMs / MINUTE_MS)}\u00a0min`;
  const hours = Math.floor(spanMs / HOUR_MS);
  if (spanMs < DAY_MS) {
    const minutes = Math.floor((spanMs % HOUR_MS) / MINUTE_MS);
    return `${hours}\u00a0h\u00a0${String(minutes).padStart(2, '0')}`;
  }
  return `${Math.floor(hours / 24)}\u00a0d\u00a0${hours % 24}\u00a0h`;
}

/** What a countdown shows: `3:12`, `0:04`; above an hour `1:02:10`. Never below zero. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
