'use client';

import { clsx } from 'clsx';
import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useMemo, useRef, useState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import type { Typist } from '#app/_parts/typed-in-tab.ts';
import { type CreateQuoteState, createQuoteAction } from '#app/(site)/_actions/create-quote.ts';
import { LINE_END } from '#lib/core/paste/split-lines.ts';
import { LoadFailure } from '#lib/ui/primitives/load-failure.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { AppraisalWaiting } from './appraisal-waiting.tsx';
import { describeLifetime } from './describe-terms.ts';
import { HowItGoes } from './how-it-goes.tsx';
import { dropLine, mendLine } from './mend-line.ts';
import type { Offer } from './offer.ts';
import { PastePanel } from './paste-panel.tsx';
import { ProgramSelect } from './program-select.tsx';
import { QuoteButton } from './quote-button.tsx';
import { describeTooMuch } from './take-piece.ts';
import { NotTaken, TooMuchPanel } from './too-much.tsx';
import type { MendActions } from './unread-row.tsx';
import { useAppraisal } from './use-appraisal.ts';
import { useAppraisalKit } from './use-appraisal-kit.ts';
import { useDonation } from './use-donation.ts';
import { useFocusOnDesktops } from './use-focus-on-desktops.ts';
import { useFreshKey } from './use-fresh-key.ts';
import { usePasteText } from './use-paste-text.ts';
import { useSettled } from './use-settled.ts';
import { WhatWeBuy } from './what-we-buy.tsx';

const FORM = 'get-quote';
const SETTLE_MS = 250;

type SellPageProps = {
  /** Stands apart, so that there always is an offer. */
  readonly first: Offer;
  readonly others: readonly Offer[];
  readonly typist: Typist;
};

/** Paste, see what it is worth, lock it. */
export function SellPage({ first, others, typist }: SellPageProps) {
  const offers = [first, ...others];
  const [programId, setProgramId] = useState(first.terms.programId);
  const [news, setNews] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, change, refusal: notTaken, addFile, spend } = usePasteText(field, typist);
  const panel = useRef<HTMLElement>(null);

  const offer = offers.find(({ terms }) => terms.programId === programId) ?? first;
  const isEmpty = text.trim() === '';
  const tooMuch = useMemo(() => describeTooMuch(text), [text]);
  const isAsked = !isEmpty && tooMuch === null;
  // What must not be asked never settles, or it would be sent while a shorter text settles.
  const settledText = useSettled(isAsked ? text : '', SETTLE_MS);
  const { kit, isFailed, load } = useAppraisalKit(isAsked);
  const donation = useDonation(offer.terms.limits.takesDonations);
  const { shareBp } = donation;
  const askedText = isAsked ? settledText : '';
  const input = useMemo(
    () => ({ text: askedText, programId, ...(shareBp > 0 && { donationBp: shareBp }) }),
    [askedText, programId, shareBp],
  );
  const query = useAppraisal(kit, input);
  const appraisal = isAsked ? query?.data : undefined;

  const sentText = useRef('');
  const send: typeof sendForm = (previous, form) => {
    sentText.current = text;
    return sendForm(previous, form);
  };
  const [outcome, submit, isSending] = useActionState(send, { status: 'idle' });
  const madeCode = outcome.status === 'made' ? outcome.shownCode : null;
  const isPending = isSending || madeCode !== null;
  const key = useFreshKey(`${programId} ${shareBp} ${text}`);
  // What is shown must be what is locked, so not while a newer text is still being appraised.
  const isCurrent = settledText === text && query?.isPlaceholderData === false;
  const isReady = isCurrent && appraisal?.obstacle === null && key !== '' && !donation.error;
  const refusal = outcome.status === 'refused' && outcome.key === key ? outcome.message : null;
  const quoteButton = <QuoteButton form={FORM} isReady={isReady} isPending={isPending} />;

  const router = useRouter();

  useFocusOnDesktops(field);
  useEffect(() => {
    if (!madeCode) return;
    spend(sentText.current);
    router.push(`/q/${madeCode}`);
  }, [madeCode, router, spend]);

  const mend = useMemo((): MendActions => {
    const apply = (toMended: (pasted: string) => string, said: string) => {
      change(toMended);
      setNews(said);
      // The button that was pressed goes with its row, and the focus would be lost.
      panel.current?.focus();
    };
    return {
      onUse: ({ line, quantity }, name) =>
        apply((pasted) => mendLine(pasted, line, name, quantity), `Line ${line} is now ${name}`),
      onDrop: ({ line }) => apply((pasted) => dropLine(pasted, line), `Line ${line} was dropped`),
    };
  }, [change]);

  return (
    <>
      <form id={FORM} action={submit}>
        <input type="hidden" name="programId" value={programId} />
        <input type="hidden" name="key" value={key} />
        {shareBp > 0 && <input type="hidden" name="donationBp" value={shareBp} />}
      </form>
      <p role="status" className="sr-only">
        {news}
      </p>
      <div
        className={clsx(
          'grid items-stretch gap-x-4 gap-y-3 max-desk:grid-cols-[minmax(0,1fr)]',
          isEmpty
            ? 'mx-auto mt-10 max-w-[1120px] grid-cols-[minmax(0,1fr)_320px] gap-x-12! max-wide:gap-x-8! max-desk:mt-0'
            : 'grid-cols-[392px_minmax(0,1fr)] max-wide:grid-cols-[300px_minmax(0,1fr)]',
        )}
      >
        <div className={clsx('flex min-w-0 flex-col', isEmpty ? 'gap-3' : 'gap-4 max-desk:gap-3')}>
          {isEmpty ? <Lead /> : <h1 className="sr-only">Sell to Ageira Trade</h1>}
          <ProgramSelect
            programs={offers.map(({ terms }) => terms)}
            chosen={offer.terms}
            onChoose={setProgramId}
          />
          <PastePanel
            text={text}
            onChange={change}
            onFile={addFile}
            appraisal={appraisal}
            form={FORM}
            field={field}
          />
          {notTaken && <NotTaken sentence={notTaken} />}
          {isEmpty && (
            <p className="text-ink-3 text-meta">
              Inventory, contract and plain lists, name and count in either order, in all eight
              client languages.
            </p>
          )}
        </div>
        {isEmpty ? (
          <aside aria-label="How to sell" className="grid content-start gap-8">
            <HowItGoes
              lifetime={describeLifetime(offer.terms.lifetimeHours)}
              acceptance={offer.acceptance}
              funds={offer.funds}
            />
            <WhatWeBuy offer={offer} />
          </aside>
        ) : tooMuch !== null ? (
          <TooMuchPanel sentence={tooMuch} />
        ) : kit && query && (query.data || query.isError) ? (
          <kit.AppraisalPanel
            ref={panel}
            query={query}
            action={quoteButton}
            refusal={refusal}
            donation={donation}
            {...mend}
          />
        ) : isFailed ? (
          <Panel aria-label="Appraisal">
            <LoadFailure
              what="The appraisal"
              onRetry={load}
              comfort="What you pasted is still here."
            />
          </Panel>
        ) : (
          <AppraisalWaiting lineCount={text.split(LINE_END).length} />
        )}
      </div>
      {kit && appraisal && <kit.StickyTotal appraisal={appraisal} action={quoteButton} />}
    </>
  );
}

function Lead() {
  return (
    <div>
      <h1 className="font-semibold text-figure">Paste what you want to sell</h1>
      <p className="mt-1 max-w-[60ch] text-ink-2">
        Copy items in the game’s inventory and paste them here. You see the price of each line at
        once, and why.
      </p>
    </div>
  );
}

function sendForm(previous: CreateQuoteState, form: FormData): Promise<CreateQuoteState> {
  return reach(
    () => createQuoteAction(previous, form),
    (message) => ({ status: 'refused', message, key: String(form.get('key')) }),
  );
}
