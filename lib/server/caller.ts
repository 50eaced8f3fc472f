import { headers } from 'next/headers';
import { type Caller, clientAddress } from './request-limits.ts';
import { getViewer } from './session.ts';

/** Who asks, as limits count it. Only code that runs inside Next may load this file. */
export async function getCaller(): Promise<Caller> {
  const [list, viewer] = await Promise.all([headers(), getViewer()]);
  return { address: clientAddress(list), accountId: viewer?.accountId };
}
