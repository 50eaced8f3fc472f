import type { MatchResult } from '#lib/core/matching/finding.ts';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import type { MatchInput } from '#lib/core/matching/match-input.ts';
import { codesOneSymbolAway, findCodesInText } from '#lib/core/quote/code.ts';
import type { Tx } from '#lib/server/transact.ts';
import { buildMatchInput, type MatchParts, type MatchSubject } from './build-match-input.ts';
import { findByCode, findOfIssuer, lockQuotes, type QuoteRow } from './quote-facts.ts';
import { readOurSide } from './relevance.ts';

export type Match = {
  readonly row: QuoteRow;
  readonly input: MatchInput;
  readonly result: MatchResult;
};

/** Longer titles than the game allows are not searched. */
const MAXIMUM_NEAR_MISSES = 4;
const MAXIMUM_CANDIDATES = 8;

/**
 * Find the quote that a contract is for, and match it: by the codes in its title; else by a code one
 * slip away; else among the open quotes of the issuer's own account.
 *
 * The quotes looked at are locked until the transaction ends.
 *
 * @returns Null when the contract has nothing to do with any quote.
 */
export async function findMatch(
  tx: Tx,
  subject: MatchSubject,
  parts: MatchParts,
): Promise<Match | null> {
  const { prefixes } = await readOurSide(tx);
  const codes = findCodesInText(subject.contract.title ?? '', { prefixes });
  const named = await findByCode(tx, codes);
  const ids =
    named.length > 0 ? named.map(({ id }) => id) : await findCandidates(tx, subject, codes);
  const rows = await lockQuotes(tx, ids.slice(0, MAXIMUM_CANDIDATES));

  const knownCodes = named.map(({ code }) => code);
  const matches: Match[] = [];
  for (const row of rows) {
    const input = await buildMatchInput(tx, row, { subject, knownCodes, parts });
    matches.push({ row, input, result: matchContract(input) });
  }
  return matches.filter(({ result }) => result.relation !== 'none').toSorted(bestFirst)[0] ?? null;
}

async function findCandidates(
  tx: Tx,
  { contract }: MatchSubject,
  codes: readonly string[],
): Promise<string[]> {
  const slips = codes.slice(0, MAXIMUM_NEAR_MISSES).flatMap(codesOneSymbolAway);
  const [near, own] = [
    await findByCode(tx, slips),
    await findOfIssuer(tx, contract.issuerId, contract.dateIssued),
  ];
  return [...new Set([...near.map(({ id }) => id), ...own])];
}

const RELATION_ORDER: Record<MatchResult['relation'], number> = {
  named: 0,
  'near-miss': 1,
  none: 2,
};
const VERDICT_ORDER: Record<MatchResult['verdict'], number> = {
  valid: 0,
  'fix-needed': 1,
  suspicious: 2,
  unmatched: 3,
};

function bestFirst(a: Match, b: Match): number {
  return (
    RELATION_ORDER[a.result.relation] - RELATION_ORDER[b.result.relation] ||
    VERDICT_ORDER[a.result.verdict] - VERDICT_ORDER[b.result.verdict] ||
    problemsOf(a) - problemsOf(b) ||
    (a.row.code < b.row.code ? -1 : 1)
  );
}

function problemsOf({ result }: Match): number {
  return result.findings.filter(({ level }) => level === 'problem' || level === 'fraud').length;
}
