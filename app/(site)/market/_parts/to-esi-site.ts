import { COMPATIBILITY_DATE } from '#lib/eve/esi/index.ts';
import type { EsiSite } from '#lib/features/market/queries.ts';
import { type Container, USER_AGENT } from '#lib/server/container.ts';

/**
 * What a page needs to ask ESI itself. The operator's mail address is for CCP alone: a page says where
 * the site is instead.
 */
export function toEsiSite({ env }: Container): EsiSite {
  return {
    baseUrl: env.EVE_ESI_URL,
    userAgent: `${USER_AGENT} (+${env.PUBLIC_URL})`,
    compatibilityDate: COMPATIBILITY_DATE,
  };
}
