import type { Metadata } from 'next';
import { formatIsk } from '#lib/core/isk.ts';
import type { QuotePage } from '#lib/features/quotes/schema.ts';
import { formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { shortPlace } from '#lib/ui/trade/short-place.ts';

/**
 * What a chat shows of a link to a quote (the Open Graph protocol, ogp.me): what whoever has the link sees,
 * and nothing of whose it is. A chat keeps it, so no state is in it that changes.
 *
 * @param publicUrl Origin of the site.
 */
export function quotePreview({ quote }: Pick<QuotePage, 'quote'>, publicUrl: string): Metadata {
  const { shownCode, totalIsk, volumeM3, lines, locations, expiresAt } = quote;
  const title = `${shownCode}: ${formatIsk(totalIsk)} ISK`;
  const [place] = locations;
  const items = lines.length === 1 ? 'One item' : `${lines.length} items`;
  const until = `${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} EVE`;
  const where = place ? ` at ${shortPlace(place.name)}` : '';
  const description = `${items}, ${formatVolume(volumeM3)} m³${where}. Holds until ${until}.`;
  return {
    description,
    openGraph: {
      type: 'website',
      siteName: 'Ageira Trade',
      title,
      description,
      url: `${publicUrl}/q/${shownCode}`,
      locale: 'en',
    },
    twitter: { card: 'summary', title, description },
  };
}
