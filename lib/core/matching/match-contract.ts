import {
  checkAssembled,
  checkBlueprintCopies,
  checkItems,
  checkRequestedItems,
} from './checks/items.ts';
import { checkAssignee, checkIssuer } from './checks/people.ts';
import { checkExpiry, checkIssued, checkLocation } from './checks/place-and-time.ts';
import { checkPrice } from './checks/price.ts';
import { checkQuoteContracts } from './checks/several.ts';
import {
  checkAvailability,
  checkCollateral,
  checkReward,
  checkStatus,
  checkType,
} from './checks/terms.ts';
import { checkContractQuotes, checkTitle } from './checks/title.ts';
import { isWithinTolerance } from './checks/tolerance.ts';
import { type Finding, findingOf, type MatchResult, type Relation } from './finding.ts';
import { type MatchCase, readCase, readOtherCases } from './match-case.ts';
import type { MatchInput } from './match-input.ts';

/**
 * Compare a contract with a quote, field by field.
 *
 * The verdict is `suspicious` when any finding is a fraud; else `unmatched` when the contract has
 * nothing to do with the quote; else `fix-needed` when anything is a problem; else `valid`. A near
 * miss always has a problem (its title), so it is never valid. Stacks are summed; the order of items
 * does not matter. Never throws on a parsed input; linear in items and title.
 *
 * @returns A finding of every check, in the order of `CHECKS`.
 */
export function matchContract(input: MatchInput): MatchResult {
  const matchCase = readCase(input);
  const others = matchCase.title.isNamed ? readOtherCases(matchCase).filter(isRightButForSize) : [];
  const several = checkQuoteContracts(matchCase, others);
  const price = checkPrice(matchCase);
  const items = checkItems(matchCase);

  const findings = [
    checkType(matchCase),
    checkStatus(matchCase),
    checkTitle(matchCase),
    checkAssignee(matchCase),
    checkIssuer(matchCase),
    checkAvailability(matchCase),
    several.isPart ? findingOf('price-split', price.expected, price.actual) : price,
    checkReward(matchCase),
    checkCollateral(matchCase),
    checkLocation(matchCase),
    checkIssued(matchCase),
    checkExpiry(matchCase),
    several.isPart ? findingOf('items-split', items.expected, items.actual) : items,
    checkRequestedItems(matchCase),
    checkAssembled(matchCase),
    checkBlueprintCopies(matchCase),
    several.finding,
    checkContractQuotes(matchCase),
  ];
  const relation = relationOf(matchCase);
  return { verdict: verdictOf(findings, relation), relation, findings };
}

/** What a contract must pass to count as another contract for the quote. */
const CHECKS_BUT_SIZE = [
  checkType,
  checkStatus,
  checkTitle,
  checkAssignee,
  checkIssuer,
  checkAvailability,
  checkReward,
  checkCollateral,
  checkLocation,
  checkIssued,
  checkExpiry,
  checkRequestedItems,
  checkBlueprintCopies,
  checkContractQuotes,
];

function isRightButForSize(matchCase: MatchCase): boolean {
  return CHECKS_BUT_SIZE.every((check) => !isBad(check(matchCase)));
}

function isBad({ level }: Finding): boolean {
  return level === 'problem' || level === 'fraud';
}

function verdictOf(findings: readonly Finding[], relation: Relation): MatchResult['verdict'] {
  if (findings.some((finding) => finding.level === 'fraud')) return 'suspicious';
  if (relation === 'none') return 'unmatched';
  return findings.some(isBad) ? 'fix-needed' : 'valid';
}

function relationOf(matchCase: MatchCase): Relation {
  const { title } = matchCase;
  if (title.isNamed) return 'named';
  if (title.code === 'title-another-code') return 'none';
  if (title.code === 'title-one-symbol-wrong') return 'near-miss';
  return looksLikeQuote(matchCase) ? 'near-miss' : 'none';
}

/** No code, but the same pilot offers the same items for the same price. */
function looksLikeQuote({ input, contract, areItemsExact, price }: MatchCase): boolean {
  const { quote, program } = input;
  return (
    program.issuerIds.includes(contract.issuerId) &&
    areItemsExact &&
    isWithinTolerance(price, quote.total, program)
  );
}
