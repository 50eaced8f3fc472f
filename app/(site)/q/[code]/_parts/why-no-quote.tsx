'use client';

import { useParams } from 'next/navigation';
import { readQuoteCode } from '#lib/core/quote/code.ts';
import { describeCodeFault } from '#lib/core/quote/describe-code-fault.ts';

/** Tells a code that was mistyped from one that nobody has. */
export function WhyNoQuote() {
  const { code } = useParams();
  const reading = readQuoteCode(decode(String(code)));
  return (
    <p role="alert">
      {reading.ok
        ? 'The code is well formed, but no quote here has it.'
        : describeCodeFault(reading.reason)}
    </p>
  );
}

function decode(param: string): string {
  try {
    return decodeURIComponent(param);
  } catch {
    return param;
  }
}
