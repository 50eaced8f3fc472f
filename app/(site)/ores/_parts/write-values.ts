/**
 * Numbers of the ore table.
 *
 * @module
 */

import type { Ore } from '#lib/core/ores/ore.ts';

const VOLUME = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** Cubic metres of a unit, as the game has them: `0.1`, `0.0035`, `1,000`. */
export function writeVolume(volumeM3: number): string {
  return VOLUME.format(volumeM3);
}

/** Tenths of a percent: `+54.6`, `0.0`. */
export function writeGain(tenths: number): string {
  const text = `${Math.floor(Math.abs(tenths) / 10).toLocaleString('en-US')}.${Math.abs(tenths) % 10}`;
  return tenths > 0 ? `+${text}` : tenths < 0 ? `−${text}` : text;
}

/** "Exceptional moon", "Ice", "Gas"; of an ore its group, since grades stand in one: "Veldspar". */
export function writeKind({ kind, groupName }: Ore): string {
  if (kind === 'moon') return groupName.replace(' Moon Asteroids', ' moon');
  return kind === 'gas' ? 'Gas' : groupName;
}
