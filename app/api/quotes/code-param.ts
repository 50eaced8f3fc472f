import { type CodeReading, readQuoteCode } from '#lib/core/quote/code.ts';
import { describeCodeFault } from '#lib/core/quote/describe-code-fault.ts';
import { HttpError, respond } from '#lib/server/http.ts';

/** Read a code out of an address, as people type and paste it; null for what is none. */
export function readCodeParam(param: string): string | null {
  const reading = readParam(param);
  return reading.ok ? reading.code : null;
}

/** What a route answers where no quote has the code: a mistyped one is told from an unknown one. */
export function noSuchQuote(param: string): Response {
  return respond(refuseCode(param).problem);
}

/** As {@link noSuchQuote}, to be thrown. */
export function refuseCode(param: string): HttpError {
  const reading = readParam(param);
  const detail = reading.ok ? 'There is no quote of this code.' : describeCodeFault(reading.reason);
  const extra = { reason: reading.ok ? 'unknown' : reading.reason };
  return new HttpError({ status: 404, title: 'No such quote', detail, extra });
}

function readParam(param: string): CodeReading {
  return readQuoteCode(decode(param));
}

// A lone % is no fault of ours and no reason for a 500.
function decode(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
