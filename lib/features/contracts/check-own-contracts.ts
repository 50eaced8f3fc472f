import type { MatchResult } from '#lib/core/matching/finding.ts';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { buildMatchInput, type MatchSubject } from './build-match-input.ts';
import { type Candidate, chooseOwnContracts } from './choose-own-contracts.ts';
import { lookUpNames } from './look-up-names.ts';
import { partyIdsIn } from './names.ts';
import { findQuote, type QuoteRow } from './quote-facts.ts';
import { readQuoteSides } from './quote-sides.ts';
import { readOthers } from './read-others.ts';
import { readOwnItems, readOwnLists } from './read-own-contracts.ts';
import type { OwnCheck } from './schema.ts';
import { showFindings, shownVerdictOf } from './show-findings.ts';

/** 'no-permission': no character of the viewer's allows it (any more). */
export type OwnCheckRefusal = 'no-such-quote' | 'not-yours' | 'no-permission' | 'eve-away';
export type OwnCheckOutcome =
  | ({ readonly ok: true } & OwnCheck)
  | { readonly ok: false; readonly reason: OwnCheckRefusal };

const TIMEOUT_MS = 20_000;

/**
 * Read the viewer's own contracts from EVE and compare those that are for a quote of the viewer's, or
 * come near it, with it: one that was sent to somebody else, made public or has a wrong code never
 * reaches the trader's list.
 *
 * Nothing of it is kept, and no quote moves: the trader's list alone decides.
 */
export async function checkOwnContracts(
  container: Container,
  viewer: Viewer,
  quoteId: string,
  signal: AbortSignal,
): Promise<OwnCheckOutcome> {
  const quote = await findQuote(container.db, quoteId);
  if (!quote) return { ok: false, reason: 'no-such-quote' };
  if (quote.accountId !== viewer.accountId) return { ok: false, reason: 'not-yours' };

  const limits = {
    caller: signal,
    all: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  };
  const { lists, unread } = await readOwnLists(container, viewer, limits);
  if (lists.length === 0) {
    const isAway = unread.some(({ reason }) => reason === 'eve-away');
    return { ok: false, reason: isAway ? 'eve-away' : 'no-permission' };
  }

  const subjects: OwnSubject[] = [];
  const { chosen, leftOut } = await chooseOwnContracts(container.db, quote, lists);
  for (const candidate of chosen) {
    const items = await readOwnItems(container, viewer, candidate.contract, limits);
    subjects.push({ ...candidate, items });
  }
  const matches = [];
  for (const subject of subjects) {
    const others = subjects.filter((other) => other !== subject && !other.isByItems);
    const match = await matchSubject(container, quote, subject, others);
    if (match) matches.push(match);
  }
  const partyIds = matches.flatMap(({ result }) => partyIdsIn(result.findings));
  const names = await lookUpNames(container, partyIds, limits.all);
  return {
    ok: true,
    checkedAt: new Date(Math.min(...lists.map(({ readAt }) => readAt.getTime()))),
    newerAt: new Date(Math.max(...lists.map(({ newerAt }) => newerAt.getTime()))),
    contracts: matches.map(({ subject: { contract, name, isHidden }, result }) => {
      const verdict = isLeftOpen(result) ? null : result.verdict;
      return {
        contractId: contract.contractId,
        status: contract.status,
        issuerName: name,
        issuedAt: contract.dateIssued,
        isHidden,
        relation: result.relation,
        verdict,
        shownVerdict: verdict && shownVerdictOf(verdict, result.relation),
        findings: showFindings(result.findings, names, 'buys'),
      };
    }),
    readOf: lists.map(({ name }) => name),
    unread: [
      ...unread,
      ...lists.flatMap(({ name, unreadableCount }): OwnCheck['unread'] => {
        const isUntold = (each: OwnSubject) => each.name === name && each.isByItems && !each.items;
        const untold = unreadableCount + subjects.filter(isUntold).length;
        const tooMany = leftOut.filter((each) => each === name).length;
        return [
          ...(untold > 0 ? [{ name, reason: 'not-told' as const, count: untold }] : []),
          ...(tooMany > 0 ? [{ name, reason: 'too-many' as const, count: tooMany }] : []),
        ];
      }),
    ],
  };
}

/** Whether nothing is wrong but that EVE does not tell the items: that is nothing to make anew. */
function isLeftOpen({ findings }: MatchResult): boolean {
  const wrong = findings.filter(({ level }) => level === 'problem' || level === 'fraud');
  return wrong.length > 0 && wrong.every(({ code }) => code === 'items-unreadable');
}

type OwnSubject = Candidate & MatchSubject;

/** @returns Null for a contract without a code whose items turn out to be others. */
async function matchSubject(
  container: Container,
  quote: QuoteRow,
  subject: OwnSubject,
  alsoOffered: readonly OwnSubject[],
) {
  const staticData = await getStaticData(container);
  const sides = await readQuoteSides(container.db, [quote]);
  const side = sides.get(quote.id);
  if (!side) return null;
  const pair = { side, contract: subject.contract };
  const othersOf = await readOthers(container.db, [pair], container.clock());
  const input = buildMatchInput(side, {
    subject,
    others: othersOf.get(pair) ?? [],
    knownCodes: subject.knownCodes,
    alsoOffered,
    parts: {
      now: container.clock(),
      packagedVolumeM3: (typeId) => staticData.type(typeId)?.packagedVolumeM3,
    },
  });
  const result = matchContract(input);
  const areItemsEqual = result.findings.some(({ code }) => code === 'items-exact');
  return subject.isByItems && !areItemsEqual ? null : { subject, result };
}
