/**
 * Numbers of the ore table.
 *
 * @module
 */

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
