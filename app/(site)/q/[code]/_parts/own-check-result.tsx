import { useEffect, useRef } from 'react';
import { toPermission } from '#app/_parts/to-permission.ts';
import { ProblemError } from '#lib/core/problem.ts';
import type { OwnCheck } from '#lib/features/contracts/schema.ts';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { ButtonLink } from '#lib/ui/primitives/button-link.tsx';
import { Notice } from '#lib/ui/primitives/notice.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { OwnContractPanel } from './own-contract-panel.tsx';

type OwnCheckResultProps = {
  readonly quote: QuoteView;
  readonly answer: OwnCheck | undefined;
  readonly error: Error | null;
};

/** What the pilot's own contracts say, or why they could not be read. */
export function OwnCheckResult({ quote, answer, error }: OwnCheckResultProps) {
  const place = useRef<HTMLDivElement>(null);
  const hasSomething = answer !== undefined || error !== null;

  // The button may be far below on a phone.
  useEffect(() => {
    if (hasSomething) place.current?.scrollIntoView({ block: 'nearest' });
  }, [hasSomething]);

  return (
    <div ref={place} className={hasSomething ? 'mb-4 grid scroll-mt-16 gap-4 max-desk:gap-3' : ''}>
      <div role="status">
        {error !== null && <Failure quote={quote} error={error} />}
        {error === null && answer && <Summary quote={quote} answer={answer} />}
      </div>
      {error === null &&
        answer?.contracts.map((contract) => (
          <OwnContractPanel key={contract.contractId} quote={quote} contract={contract} />
        ))}
    </div>
  );
}

function Failure({ quote, error }: { quote: QuoteView; error: Error }) {
  const problem = error instanceof ProblemError ? error.problem : null;
  const needsGrant = problem?.reason === 'no-permission';
  return (
    <Panel>
      <Notice
        kind={needsGrant ? 'info' : 'error'}
        title={needsGrant ? 'Your permission is needed' : 'Not checked'}
        actions={needsGrant && <Allow quote={quote}>Allow reading my contracts</Allow>}
      >
        {problem?.detail ?? 'The site did not answer, or your connection is down. Try again.'}
      </Notice>
    </Panel>
  );
}

function Summary({ quote, answer }: { quote: QuoteView; answer: OwnCheck }) {
  const { contracts, readOf, unread, checkedAt, newerAt } = answer;
  const isRight = contracts.some(({ verdict }) => verdict === 'valid');
  const isWhole = unread.every(({ reason }) => reason !== 'not-told' && reason !== 'too-many');
  return (
    <Panel>
      <Notice
        kind={isRight ? 'good' : 'warn'}
        title={titleOf(answer)}
        actions={
          (contracts.length === 0 || unread.length > 0) && (
            <Allow quote={quote}>Allow another pilot</Allow>
          )
        }
      >
        {contracts.length === 0 && isWhole && (
          <p>
            Made the contract just now? EVE shows it after a few minutes. Else open Contracts in
            game: is it finished, and did the pilot make it whose contracts were read?
          </p>
        )}
        {unread.map((each) => (
          <p key={`${each.name} ${each.reason}`}>{sentenceOf(each)}</p>
        ))}
        <p className="text-ink-3 text-meta">
          Contracts of {readOf.join(', ')} as EVE gave them at{' '}
          <EveTime at={checkedAt} style="seconds" />; it has newer ones from{' '}
          <EveTime at={newerAt} style="seconds" />
        </p>
      </Notice>
    </Panel>
  );
}

function sentenceOf(unread: OwnCheck['unread'][number]): string {
  const { name } = unread;
  switch (unread.reason) {
    case 'no-permission':
      return `${name} no longer allows it, so those contracts were not read.`;
    case 'eve-away':
      return `EVE did not give the contracts of ${name}. Try again in a minute.`;
    case 'not-told':
      return `${contractsOf(unread)} could not be compared: EVE does not tell now what is in ${unread.count === 1 ? 'it' : 'them'}. Try again in a minute.`;
    case 'too-many':
      return `${contractsOf(unread)} could not be compared: that is too many. Those with the code as their description come first.`;
  }
}

function contractsOf({ name, count }: { name: string; count: number }): string {
  return count === 1 ? `One contract of ${name}` : `${count} contracts of ${name}`;
}

function titleOf({ contracts, unread }: OwnCheck): string {
  const found = contracts.length;
  if (contracts.some(({ verdict }) => verdict === 'valid')) {
    return 'Your contract is right in every point';
  }
  if (found === 0) {
    return unread.some(({ reason }) => reason === 'not-told' || reason === 'too-many')
      ? 'Not all of your contracts could be compared'
      : 'Nothing of yours names this quote';
  }
  if (contracts.every(({ verdict }) => verdict === null)) {
    return 'Your contract was found; EVE does not tell its items now';
  }
  return found === 1
    ? 'Your contract was found, and differs'
    : 'Your contracts were found, and differ';
}

function Allow({ quote, children }: { quote: QuoteView; children: string }) {
  const returnTo = `/q/${quote.shownCode}`;
  return (
    <ButtonLink href={toPermission('check', { returnTo })} prefetch={false}>
      {children}
    </ButtonLink>
  );
}
