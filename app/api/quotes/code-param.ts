import { readQuoteCode } from '#lib/core/quote/code.ts';

/** Read a code out of an address, as people type and paste it; null for what is none. */
export function readCodeParam(param: string): string | null {
  const reading = readQuoteCode(decode(param));
  return reading.ok ? reading.code : null;
}

// A lone % is no fault of ours and no reason for a 500.
function decode(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
