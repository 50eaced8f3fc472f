import type { Metadata } from 'next';
import Link from 'next/link';
import { PageMain } from '../_parts/page-main.tsx';
import { Prose } from '../_parts/prose.tsx';
import { CheckPicture } from './_parts/check-picture.tsx';
import { ContractPicture } from './_parts/contract-picture.tsx';
import { PastePicture } from './_parts/paste-picture.tsx';
import { Step } from './_parts/step.tsx';
import { WalletPicture } from './_parts/wallet-picture.tsx';

export const metadata: Metadata = { title: 'How to sell — Ageira Trade' };

export default function Page() {
  return (
    <PageMain>
      <div className="mx-auto max-w-[1040px]">
        <Prose
          isWide
          title="How to sell"
          lead="From items in your hangar to ISK in your wallet: a paste, a quote, one contract. You need no sign-in."
        >
          <div className="mt-6">
            <Step number={1} title="Paste and get a quote" picture={<PastePicture />}>
              <ol>
                <li>
                  In game, open your inventory where the items are, select them, press{' '}
                  <b>Ctrl A, Ctrl C</b>. A list of names and counts that you typed does as well.
                </li>
                <li>
                  Paste on{' '}
                  <Link href="/" className="link">
                    Sell
                  </Link>
                  . Each line shows what is paid and why. A line that was not read says what is
                  wrong with it, and often how to mend it.
                </li>
                <li>
                  Press <b>Get quote</b>. Price and items are now locked under a code such as{' '}
                  <span className="mono whitespace-nowrap text-ink">AT-7K3M-9QX2</span>, until the
                  time that the quote says.
                </li>
              </ol>
            </Step>
            <Step number={2} title="Make the contract in game" picture={<ContractPicture />}>
              <ol>
                <li>
                  Select the items in your hangar at the station that the quote names. Right-click,
                  choose <b>Create Contract</b>.
                </li>
                <li>
                  Contract type <b>Item Exchange</b>, availability <b>Private</b>, and the receiver
                  that the quote names. Mind whether it is a corporation or a pilot.
                </li>
                <li>
                  In <b>I will receive</b> enter the price of the quote. Leave <b>I will pay</b> at
                  0, ask for no items.
                </li>
                <li>
                  In <b>Description</b> enter the code. It is how the contract is found.
                </li>
                <li>
                  Expiration <b>2 weeks</b>, then <b>Finish</b>.
                </li>
              </ol>
              <p>
                The quote’s page lists these fields in the order of the game’s dialog, each with a
                button that copies its value.
              </p>
            </Step>
            <Step number={3} title="It is checked" picture={<CheckPicture />}>
              <p>
                The site reads the trader’s contracts every few minutes and compares yours with the
                quote in 18 points. The quote’s page counts down to the next look and turns by
                itself.
              </p>
              <ul>
                <li>
                  <b>Valid</b>: nothing more to do.
                </li>
                <li>
                  <b>Needs fixing</b>: the page says what differs and what to do. A contract can’t
                  be changed in game, so delete it and make it again; the quote keeps its price.
                </li>
              </ul>
            </Step>
            <Step number={4} title="You are paid" picture={<WalletPicture />}>
              <p>
                The trader accepts the contract in game. In that moment the items are theirs and the
                ISK is yours. Nothing else moves ISK: nobody here will ever ask you to send any.
              </p>
            </Step>
          </div>
          <div className="max-w-[68ch]">
            <h2 className="mt-0!">If the contract is not seen</h2>
            <p>
              EVE shows a contract only to who made it, who accepted it, and who it was sent to. So
              one that was sent to somebody else, or made public, never reaches the trader’s list.
              After two looks without a contract the quote’s page lists the usual causes.{' '}
              <b>Check with my character</b> there reads your own contracts, if you allow it, and
              says what is wrong with the one you made.
            </p>

            <h2>Questions</h2>
            <dl className="mt-1 grid gap-2">
              <div>
                <dt>What if prices move?</dt>
                <dd>Not yours: a quote holds its price until it runs out, up or down.</dd>
              </div>
              <div>
                <dt>May I split stacks?</dt>
                <dd>Yes. Stacks of the same item are added up; only the sum counts.</dd>
              </div>
              <div>
                <dt>May another of my pilots make the contract?</dt>
                <dd>
                  Yes. Add that pilot to your{' '}
                  <Link href="/account" className="link">
                    account
                  </Link>
                  , and you see what to fix in its contracts too.
                </dd>
              </div>
              <div>
                <dt>I lost the code.</dt>
                <dd>
                  <Link href="/quotes" className="link">
                    Your quotes
                  </Link>{' '}
                  lists those made in this browser, and with a sign-in those of your account.
                </dd>
              </div>
            </dl>
          </div>
        </Prose>
      </div>
    </PageMain>
  );
}
