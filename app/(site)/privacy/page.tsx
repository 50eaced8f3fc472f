import type { Metadata } from 'next';
import Link from 'next/link';
import { PageMain } from '../_parts/page-main.tsx';
import { Prose } from '../_parts/prose.tsx';

export const metadata: Metadata = { title: 'Privacy — Ageira Trade' };

export default function Page() {
  return (
    <PageMain kind="text">
      <Prose
        title="Privacy"
        lead="What this site knows about you, why, and for how long. It shows no advertising, loads nothing from third parties but EVE’s own pictures and prices, and counts no visits."
      >
        <h2>Without a sign-in</h2>
        <p>
          When you make a quote, your browser gets one cookie,{' '}
          <span className="mono">ageira-claim</span>, with a random secret, for 60 days. It makes
          the quote yours; the site keeps only a hash of it. Your paste itself is not kept: only the
          items of the quote are. Until then your browser alone keeps it, for its tab.
        </p>

        <h2>With a sign-in</h2>
        <ul>
          <li>
            EVE Online tells us your character’s id and name, and a code that changes when the
            character is sold. It never tells us your password or your e-mail address.
          </li>
          <li>
            A cookie keeps you signed in, for 14 days without use and 60 days at most. The site
            keeps a hash of it.
          </li>
          <li>
            A trader may allow us to read contracts and to open windows in game. What EVE gives us
            for that is stored encrypted and used for nothing else. A seller may allow us to read
            the seller’s own contracts: they are read when “Check with my character” is pressed,
            compared with the quote, and not kept. An owner may allow us to read the wallet that
            pays, and to show everybody what it holds beyond the open quotes; the last number is
            kept until the permission ends. You end each on your{' '}
            <Link href="/account" className="link">
              account
            </Link>{' '}
            or at EVE.
          </li>
          <li>
            A key that you make for a program of yours is shown to you once. The site keeps a hash
            of it, the name that you give it, and when it was last used, until you revoke it.
          </li>
        </ul>

        <h2>Quotes and contracts</h2>
        <p>
          Whoever has a quote’s code sees its items, sum and state. What differs in a contract, and
          the names in it, are seen only by the pilot who made quote or contract, and by the trader.
          Contracts are read from EVE as the trader sees them in game. Quotes, contracts and what
          was decided about them are kept as the trader’s books.
        </p>

        <h2>Prices of the market</h2>
        <p>
          On the page of an item your browser asks EVE itself what was paid for it. EVE then sees
          your network address, the item, and that this site wants to know, but nothing of your
          account. The answers stay in your browser, 300 at most, and this site never sees them.
        </p>

        <h2>Addresses and logs</h2>
        <p>
          Your network address is used to limit how often something may be asked, and is forgotten
          within minutes. Logs hold what the site did, never a token or a secret.
        </p>

        <h2>Your data, and the end of them</h2>
        <p>
          On your{' '}
          <Link href="/account" className="link">
            account
          </Link>{' '}
          you can download all that the site keeps of you, take a character off the account, and
          delete the whole account. Names, permissions, tokens, keys and sessions are then deleted
          at once, and open quotes are cancelled. The trader’s books stay: quotes and payments under
          the bare number of an account that leads to nobody any more, contracts as EVE shows them
          to the trader, and the trail of what was done, which names numbers only. An account that
          the trader has closed for abuse stays known.
        </p>
      </Prose>
    </PageMain>
  );
}
