import { FITTING_HEADINGS } from '../words.ts';
import { claimNothing, type Reader } from './reader.ts';

/** "High power", "Drones" and the like between the lines of a fitting. */
export const readFittingHeading: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length > 1) return null;
  const text = line.text.endsWith(':') ? line.text.slice(0, -1) : line.text;
  return FITTING_HEADINGS.has(text.toLowerCase()) ? claimNothing('fitting') : null;
};
