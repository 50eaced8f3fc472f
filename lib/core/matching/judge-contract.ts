import { isAcceptedAsRight } from './accepted.ts';
import {
  assembledRule,
  blueprintCopiesRule,
  itemsRule,
  requestedItemsRule,
} from './checks/items.ts';
import { assigneeRule, isOwnIssuer, issuerRule } from './checks/people.ts';
import { expiryRule, issuedRule, locationRule } from './checks/place-and-time.ts';
import { priceRule } from './checks/price.ts';
import { judgeQuoteContracts, showQuoteContracts } from './checks/several.ts';
import {
  availabilityRule,
  collateralRule,
  rewardRule,
  statusRule,
  typeRule,
} from './checks/terms.ts';
import { contractQuotesRule, titleRule } from './checks/title.ts';
import { isWithinTolerance } from './checks/tolerance.ts';
import { mayBeAccepted } from './deliveries.ts';
import {
  CHECKS,
  type Check,
  FINDING_CODES,
  FINDINGS,
  type Finding,
  type FindingCode,
  findingOf,
  type Level,
  type MatchResult,
  type Relation,
  type VerdictKind,
} from './finding.ts';
import { type ContractSide, type MatchCase, readCase, readOtherCases } from './match-case.ts';
import type { PreparedQuote } from './prepare-quote.ts';
import type { Rule } from './rule.ts';

/** A verdict with what every check has found; what each finding shows is worked out on demand. */
export type Judgement = {
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  /** Of every check, in the order of `CHECKS`. */
  readonly codes: readonly FindingCode[];
};

/** A judgement that can still show its findings. */
type Trial = Judgement & {
  readonly matchCase: MatchCase;
  readonly others: readonly MatchCase[];
};

/** The one table of rules. How a contract stands among others follows from the rest of them. */
const RULES: Readonly<Record<Exclude<Check, 'quote-contracts'>, Rule>> = {
  type: typeRule,
  status: statusRule,
  title: titleRule,
  assignee: assigneeRule,
  issuer: issuerRule,
  availability: availabilityRule,
  price: priceRule,
  reward: rewardRule,
  collateral: collateralRule,
  location: locationRule,
  issued: issuedRule,
  expiry: expiryRule,
  items: itemsRule,
  'requested-items': requestedItemsRule,
  assembled: assembledRule,
  'blueprint-copies': blueprintCopiesRule,
  'contract-quotes': contractQuotesRule,
};

/** What a contract need not pass to count as another contract for the quote. */
const CHECKS_OF_SIZE: ReadonlySet<Check> = new Set(['price', 'items', 'assembled']);

const RULES_IN_ORDER: readonly (Rule | null)[] = CHECKS.map((check) =>
  check === 'quote-contracts' ? null : RULES[check],
);
const RULES_BUT_SIZE: readonly Rule[] = CHECKS.flatMap((check) =>
  check === 'quote-contracts' || CHECKS_OF_SIZE.has(check) ? [] : [RULES[check]],
);

/** Of each check, the first that is fine. */
const USUAL_CODES: readonly FindingCode[] = CHECKS.flatMap((check) =>
  FINDING_CODES.filter((code) => FINDINGS[code][0] === check && FINDINGS[code][1] === 'ok').slice(
    0,
    1,
  ),
);

/**
 * Judge a contract against a prepared quote: the verdict and the code of every finding, as
 * `matchContract` gives them, without the values that findings show. For many contracts at once.
 */
export function judgeContract(prepared: PreparedQuote, side: ContractSide): Judgement {
  return tryContract(prepared, side);
}

/** Judge a contract and show all findings. */
export function judgeAndShow(prepared: PreparedQuote, side: ContractSide): MatchResult {
  const { verdict, relation, codes, matchCase, others } = tryContract(prepared, side);
  const findings = codes.map((code, position) => {
    const rule = RULES_IN_ORDER[position];
    const shown = rule ? rule.show(matchCase, code) : showQuoteContracts(matchCase, others, code);
    return findingOf(code, ...shown);
  });
  return { verdict, relation, findings };
}

/**
 * Whether a contract with these findings counts when another contract for its quote is judged. One
 * that does not may be left out of `MatchInput.otherContracts`: nothing would change.
 */
export function countsBesideOthers(findings: readonly Pick<Finding, 'check' | 'level'>[]): boolean {
  return findings.every(
    ({ check, level }) =>
      check === 'quote-contracts' || CHECKS_OF_SIZE.has(check) || !isWrong(level),
  );
}

const NO_OTHERS: Others = { others: [], lost: [] };

function tryContract(prepared: PreparedQuote, side: ContractSide): Trial {
  const matchCase = readCase(prepared, side);
  const { others, lost } =
    side.otherContracts && matchCase.title.isNamed ? readOthersThatCount(matchCase) : NO_OTHERS;
  const quoteContracts = judgeQuoteContracts(matchCase, others, lost);
  const isPart = quoteContracts === 'quote-split';

  // One call site a rule, in the order of CHECKS: a loop over the table takes three times as long.
  const codes: FindingCode[] = [
    typeRule.judge(matchCase),
    statusRule.judge(matchCase),
    titleRule.judge(matchCase),
    assigneeRule.judge(matchCase),
    issuerRule.judge(matchCase),
    availabilityRule.judge(matchCase),
    priceRule.judge(matchCase),
    rewardRule.judge(matchCase),
    collateralRule.judge(matchCase),
    locationRule.judge(matchCase),
    issuedRule.judge(matchCase),
    expiryRule.judge(matchCase),
    isPart ? 'items-split' : itemsRule.judge(matchCase),
    requestedItemsRule.judge(matchCase),
    assembledRule.judge(matchCase),
    blueprintCopiesRule.judge(matchCase),
    quoteContracts,
    contractQuotesRule.judge(matchCase),
  ];
  let hasFraud = false;
  let hasProblem = false;
  for (let position = 0; position < codes.length; position += 1) {
    const code = codes[position];
    // Nearly all: no need to look it up.
    if (code === undefined || code === USUAL_CODES[position]) continue;
    const level = FINDINGS[code][1];
    if (level === 'fraud') hasFraud = true;
    else if (level === 'problem') hasProblem = true;
  }
  const relation = relationOf(matchCase);
  const all = lost.length > 0 ? [...others, ...lost] : others;
  return {
    verdict: verdictOf(relation, hasFraud, hasProblem),
    relation,
    codes,
    matchCase,
    others: all,
  };
}

type Others = {
  /** Right but for items and price, or so when they were accepted. */
  readonly others: readonly MatchCase[];
  /** Wrong by now, and perhaps accepted before that. */
  readonly lost: readonly MatchCase[];
};

/** Those of the other contracts for its quote that count beside a contract. */
export function readOthersThatCount(matchCase: MatchCase): Others {
  const all = readOtherCases(matchCase);
  return {
    others: all.filter(countsAmongOthers),
    lost: all.filter((other) => mayBeAccepted(other) && !countsAmongOthers(other)),
  };
}

/** Whether another contract is right but for items and price, or was when it was accepted. */
function countsAmongOthers(matchCase: MatchCase): boolean {
  if (isAcceptedAsRight(matchCase)) return true;
  return RULES_BUT_SIZE.every((rule) => !isWrong(FINDINGS[rule.judge(matchCase)][1]));
}

function isWrong(level: Level): boolean {
  return level === 'problem' || level === 'fraud';
}

function verdictOf(relation: Relation, hasFraud: boolean, hasProblem: boolean): VerdictKind {
  if (hasFraud) return 'suspicious';
  if (relation === 'none') return 'unmatched';
  return hasProblem ? 'fix-needed' : 'valid';
}

function relationOf(matchCase: MatchCase): Relation {
  const { title } = matchCase;
  if (title.isNamed) return 'named';
  if (title.code === 'title-another-code') return 'none';
  if (title.code === 'title-one-symbol-wrong') return 'near-miss';
  return looksLikeQuote(matchCase) ? 'near-miss' : 'none';
}

/** No code, but the same pilot offers the same items for the same price. */
function looksLikeQuote({ prepared, contract, areItemsExact, price }: MatchCase): boolean {
  // The items first: nearly always they tell, and they are known already.
  return (
    areItemsExact &&
    isOwnIssuer(contract, prepared.program) &&
    isWithinTolerance(price, prepared.total, prepared.program)
  );
}
