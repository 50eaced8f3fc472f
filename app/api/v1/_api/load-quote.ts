import { refuseCode } from '#app/api/quotes/code-param.ts';
import { findQuotePage } from '#app/api/quotes/find-quote-page.ts';
import { toPublicQuote } from '#lib/features/quotes/public-quote.ts';
import type { PublicQuote } from '#lib/features/quotes/schema.ts';
import { toLooker } from './api-caller.ts';
import type { ApiContext } from './endpoint.ts';

/**
 * A quote as its caller may see it.
 *
 * @param param The code as it stands in the address.
 * @param scope What a key needs to be more than anybody.
 * @throws {HttpError} 404
 */
export async function loadQuote(
  { container, caller }: ApiContext,
  param: string,
  scope: 'quotes:read' | 'quotes:write',
): Promise<PublicQuote> {
  const page = await findQuotePage(container, param, toLooker(caller, scope));
  if (!page) throw refuseCode(param);
  return toPublicQuote(page);
}
