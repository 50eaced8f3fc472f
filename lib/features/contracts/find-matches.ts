import type { MatchResult } from '#lib/core/matching/finding.ts';
import { matchContract } from '#lib/core/matching/match-contract.ts';
import type { MatchInput } from '#lib/core/matching/match-input.ts';
import { codesOneSymbolAway, findCodesInText } from '#lib/core/quote/code.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { buildMatchInput, type MatchParts, type MatchSubject } from './build-match-input.ts';
import { findByCode, findOfIssuers, type QuoteRow } from './quote-facts.ts';
import { readQuoteSides } from './quote-sides.ts';
import { type Pair, readOthers } from './read-others.ts';
import { readOurSide } from './relevance.ts';

export type Match = {
  readonly row: QuoteRow;
  readonly input: MatchInput;
  readonly result: MatchResult;
};

/** A contract with the quotes that it may be for. */
export type Candidates<T extends MatchSubject> = {
  readonly subject: T;
  /** Codes in its title that belong to quotes. */
  readonly knownCodes: readonly string[];
  readonly quoteIds: readonly string[];
};

/** Longer titles than the game allows are not searched. */
const MAXIMUM_NEAR_MISSES = 4;
const MAXIMUM_CANDIDATES = 8;

/**
 * Which quotes contracts may be for: by the codes in their titles; else by a code one slip away; else
 * the open quotes of the issuer's own account.
 */
export async function findCandidates<T extends MatchSubject>(
  tx: SqlTx,
  subjects: readonly T[],
): Promise<Candidates<T>[]> {
  const { prefixes } = await readOurSide(tx);
  const titled = subjects.map((subject) => ({
    subject,
    codes: findCodesInText(subject.contract.title ?? '', { prefixes }),
  }));
  const named = await mapCodes(
    tx,
    titled.flatMap(({ codes }) => codes),
  );

  const unnamed = titled
    .filter(({ codes }) => !codes.some((code) => named.has(code)))
    .map(({ subject, codes }) => ({
      subject,
      slips: codes.slice(0, MAXIMUM_NEAR_MISSES).flatMap(codesOneSymbolAway),
    }));
  const near = await mapCodes(
    tx,
    unnamed.flatMap(({ slips }) => slips),
  );
  const own = await findOfIssuers(
    tx,
    unnamed.map(({ subject }) => subject.contract),
  );
  const looseIds = new Map(
    unnamed.map(({ subject, slips }) => {
      const nearIds = slips.flatMap((code) => near.get(code) ?? []);
      return [subject, [...nearIds, ...(own.get(subject.contract.contractId) ?? [])]] as const;
    }),
  );

  return titled.map(({ subject, codes }) => {
    const knownCodes = codes.filter((code) => named.has(code));
    const ids = looseIds.get(subject) ?? knownCodes.flatMap((code) => named.get(code) ?? []);
    return { subject, knownCodes, quoteIds: [...new Set(ids)].slice(0, MAXIMUM_CANDIDATES) };
  });
}

/** Ids of quotes by code. */
async function mapCodes(tx: SqlTx, codes: readonly string[]): Promise<Map<string, string>> {
  const quotes = await findByCode(tx, [...new Set(codes)]);
  return new Map(quotes.map(({ code, id }) => [code, id]));
}

/**
 * Match each contract with its candidates, and keep the best.
 *
 * @param rows The candidates' quotes, locked, so that nothing moves before the match is stored.
 * @returns By contract id; one that has nothing to do with any quote is missing.
 */
export async function judgeCandidates(
  tx: SqlTx,
  candidates: readonly Candidates<MatchSubject>[],
  rows: readonly QuoteRow[],
  parts: MatchParts,
): Promise<Map<number, Match>> {
  const sides = await readQuoteSides(tx, rows);
  const trials = candidates.flatMap(({ subject, knownCodes, quoteIds }) =>
    quoteIds.flatMap((id) => {
      const side = sides.get(id);
      const { contract, promisedFor = null } = subject;
      return side ? [{ subject, knownCodes, side, contract, promisedFor }] : [];
    }),
  );
  const othersOf: ReadonlyMap<Pair, MatchInput['otherContracts']> = await readOthers(
    tx,
    trials,
    parts.now,
  );

  const best = new Map<number, Match>();
  for (const trial of trials) {
    const input = buildMatchInput(trial.side, {
      ...trial,
      others: othersOf.get(trial) ?? [],
      parts,
    });
    const match = { row: trial.side.row, input, result: matchContract(input) };
    if (match.result.relation === 'none') continue;
    const { contractId } = trial.contract;
    const before = best.get(contractId);
    if (!before || bestFirst(match, before) < 0) best.set(contractId, match);
  }
  return best;
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
