/**
 * The words of a verdict: checks, the codes of what each may find, and how bad each is.
 *
 * @module
 */
import * as z from 'zod';

/** Every check, in the order in which findings are listed. */
export const CHECKS = [
  'type',
  'status',
  'title',
  'assignee',
  'issuer',
  'availability',
  'price',
  'reward',
  'collateral',
  'location',
  'issued',
  'expiry',
  'items',
  'requested-items',
  'assembled',
  'blueprint-copies',
  'quote-contracts',
  'contract-quotes',
] as const;
/** One question asked of a contract. */
export type Check = (typeof CHECKS)[number];

/** `advice` leaves a contract valid; `problem` must be fixed by the pilot; `fraud` warns the trader. */
export const LEVELS = ['ok', 'advice', 'problem', 'fraud'] as const;
export type Level = (typeof LEVELS)[number];

/** What each check may find, and how bad it is. The sentences stand in `describe-finding.ts`. */
export const FINDINGS = {
  'type-item-exchange': ['type', 'ok'],
  'type-wrong': ['type', 'problem'],

  'status-outstanding': ['status', 'ok'],
  'status-finished': ['status', 'ok'],
  'status-in-progress': ['status', 'problem'],
  'status-ended': ['status', 'problem'],
  'status-unknown': ['status', 'problem'],

  'title-exact': ['title', 'ok'],
  'title-former-code': ['title', 'ok'],
  'title-inside-text': ['title', 'advice'],
  'title-look-alike': ['title', 'advice'],
  'title-twice': ['title', 'advice'],
  'title-one-symbol-wrong': ['title', 'problem'],
  'title-another-code': ['title', 'problem'],
  'title-unknown-code': ['title', 'problem'],
  'title-without-code': ['title', 'problem'],
  'title-empty': ['title', 'problem'],

  'assignee-right': ['assignee', 'ok'],
  'assignee-trader-character': ['assignee', 'problem'],
  'assignee-trader-corporation': ['assignee', 'problem'],
  'assignee-alliance': ['assignee', 'problem'],
  'assignee-nobody': ['assignee', 'problem'],
  'assignee-other': ['assignee', 'problem'],

  'issuer-known': ['issuer', 'ok'],
  'issuer-guest': ['issuer', 'ok'],
  'issuer-alt': ['issuer', 'advice'],
  'issuer-for-corporation': ['issuer', 'advice'],
  'issuer-stranger': ['issuer', 'problem'],

  'availability-private': ['availability', 'ok'],
  'availability-public': ['availability', 'problem'],

  'price-exact': ['price', 'ok'],
  'price-within-tolerance': ['price', 'ok'],
  'price-split': ['price', 'ok'],
  'price-gift': ['price', 'advice'],
  'price-too-low': ['price', 'problem'],
  'price-empty': ['price', 'problem'],
  'price-not-of-part': ['price', 'problem'],
  'price-too-high': ['price', 'problem'],
  'price-of-another-deal': ['price', 'problem'],
  'price-far-too-high': ['price', 'fraud'],

  'reward-none': ['reward', 'ok'],
  'reward-filled': ['reward', 'problem'],
  'reward-instead-of-price': ['reward', 'problem'],

  'collateral-none': ['collateral', 'ok'],
  'collateral-filled': ['collateral', 'problem'],

  'location-quoted': ['location', 'ok'],
  'location-also-allowed': ['location', 'advice'],
  'location-wrong': ['location', 'problem'],
  'location-unknown': ['location', 'problem'],

  'issued-in-time': ['issued', 'ok'],
  'issued-too-early': ['issued', 'problem'],
  'issued-too-late': ['issued', 'problem'],

  'expiry-ahead': ['expiry', 'ok'],
  'expiry-passed-when-done': ['expiry', 'ok'],
  'expiry-passed-unseen': ['expiry', 'ok'],
  'expiry-passed': ['expiry', 'problem'],

  'items-exact': ['items', 'ok'],
  'items-split': ['items', 'ok'],
  'items-missing': ['items', 'problem'],
  'items-extra': ['items', 'problem'],
  'items-too-few': ['items', 'problem'],
  'items-too-many': ['items', 'problem'],
  'items-differ': ['items', 'problem'],
  'items-unreadable': ['items', 'problem'],

  'requested-none': ['requested-items', 'ok'],
  'requested-unreadable': ['requested-items', 'advice'],
  'requested-some': ['requested-items', 'fraud'],

  'assembled-none': ['assembled', 'ok'],
  'assembled-cannot-tell': ['assembled', 'ok'],
  'assembled-likely': ['assembled', 'advice'],

  'copies-none': ['blueprint-copies', 'ok'],
  'copies-as-quoted': ['blueprint-copies', 'ok'],
  'copies-cannot-tell': ['blueprint-copies', 'advice'],
  'copies-not-quoted': ['blueprint-copies', 'problem'],
  'copies-quoted-not-sent': ['blueprint-copies', 'problem'],

  'quote-in-one-contract': ['quote-contracts', 'ok'],
  'quote-not-named': ['quote-contracts', 'ok'],
  'quote-in-wrong-contracts-too': ['quote-contracts', 'advice'],
  'quote-split': ['quote-contracts', 'advice'],
  'quote-not-free-yet': ['quote-contracts', 'problem'],
  'quote-doubled': ['quote-contracts', 'problem'],
  'quote-parts-do-not-sum': ['quote-contracts', 'problem'],
  'quote-in-too-many-contracts': ['quote-contracts', 'problem'],
  'quote-paid-already': ['quote-contracts', 'problem'],
  'quote-cancelled': ['quote-contracts', 'problem'],

  'contract-names-one': ['contract-quotes', 'ok'],
  'contract-names-none': ['contract-quotes', 'ok'],
  'contract-names-unknown-too': ['contract-quotes', 'advice'],
  'contract-names-several': ['contract-quotes', 'problem'],
} as const satisfies Record<string, readonly [Check, Level]>;
/** What a check may find. */
export type FindingCode = keyof typeof FINDINGS;

/** Every code, in the order of `FINDINGS`. */
// Object.keys forgets what the keys are.
export const FINDING_CODES: readonly FindingCode[] = Object.keys(FINDINGS) as FindingCode[];

const typeCountSchema = z.object({ typeId: z.int(), quantity: z.number() });
const itemSumSchema = z.object({ types: z.int(), units: z.number() });
const findingValueSchema = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.array(z.string()),
  z.array(z.number()),
  z.array(typeCountSchema),
  itemSumSchema,
]);

/** Units of one type, stacks summed. */
export type TypeCount = z.output<typeof typeCountSchema>;

/** How many types and units a list of items holds. */
export type ItemSum = z.output<typeof itemSumSchema>;

/**
 * One side of a finding, JSON-safe: money as a decimal string of ISK, ids and counts as numbers,
 * times as ISO 8601. What it means follows from the finding's code.
 */
export type FindingValue = z.output<typeof findingValueSchema>;

/** A finding as it is stored and sent. */
export const findingSchema = z.object({
  check: z.enum(CHECKS),
  code: z.custom<FindingCode>((code) => typeof code === 'string' && Object.hasOwn(FINDINGS, code)),
  level: z.enum(LEVELS),
  /** What the quote says. */
  expected: findingValueSchema,
  /** What the contract has. */
  actual: findingValueSchema,
});
export type Finding = z.output<typeof findingSchema>;

/** All findings in one word; which one, `match-contract.ts` says. */
export const VERDICTS = ['valid', 'fix-needed', 'suspicious', 'unmatched'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** `named`: the title has the code. `near-miss`: it looks like the quote's contract; a person decides. */
export const RELATIONS = ['named', 'near-miss', 'none'] as const;
export type Relation = (typeof RELATIONS)[number];

/** What matching one contract against one quote gives. */
export type MatchResult = {
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  /** All checks, each once, in the order of `CHECKS`. */
  readonly findings: readonly Finding[];
};

/** Make a finding; check and level follow from the code. */
export function findingOf(
  code: FindingCode,
  expected: FindingValue = null,
  actual: FindingValue = null,
): Finding {
  const [check, level] = FINDINGS[code];
  return { check, code, level, expected, actual };
}
