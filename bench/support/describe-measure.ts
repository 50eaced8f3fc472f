import { keepsBar, type Measure } from './figure.ts';

/** One measure in one line: the ratio first, then both sides, then the bar. */
export function describeMeasure(measure: Measure): string {
  const { what, unit, value, spread, bar, peer } = measure;
  const ratio = peer ? `${(value / peer.value).toFixed(2)} of ${peer.what}: ` : '';
  const noise = `±${Math.round(spread * 50)} %`;
  const beside = peer
    ? `, ${peer.what} ${show(peer.value, unit)} ±${Math.round(peer.spread * 50)} %`
    : '';
  const limit = bar
    ? `; bar ${'atMost' in bar ? `at most ${show(bar.atMost, unit)}` : `at least ${show(bar.atLeast, unit)}`}: ${keepsBar(measure) ? 'kept' : 'MISSED'}`
    : '';
  return `${what}: ${ratio}${show(value, unit)} ${noise}${beside}${limit}`;
}

function show(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  const text = value.toLocaleString('en', { maximumFractionDigits: digits });
  return unit === '' ? text : `${text} ${unit}`;
}
