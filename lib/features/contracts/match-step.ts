import { acceptedAt } from '#lib/core/matching/accepted.ts';
import { isFinished } from '#lib/core/matching/checks/terms.ts';
import type { VerdictKind } from '#lib/core/matching/finding.ts';
import { countsBesideOthers } from '#lib/core/matching/judge-contract.ts';
import { hashJson } from '#lib/server/canonical-json.ts';
import type { Match } from './find-matches.ts';
import type { StoredSubject } from './read-subjects.ts';

/** What a match makes of a contract. */
export type Step = {
  readonly subject: StoredSubject;
  readonly match: Match | null;
  readonly quoteId: string | null;
  readonly relation: string | null;
  readonly verdict: VerdictKind;
  /** Hexadecimal. */
  readonly offerHash: string | null;
  readonly version: number;
};

export function toStep(subject: StoredSubject, match: Match | null): Step {
  const next = {
    quoteId: match?.row.id ?? null,
    relation: match?.result.relation ?? null,
    verdict: match?.result.verdict ?? ('unmatched' as const),
  };
  const hasMoved =
    subject.quoteId !== next.quoteId ||
    subject.relation !== next.relation ||
    subject.verdict !== next.verdict;
  return {
    ...next,
    subject,
    match,
    offerHash: subject.goneAt ? null : hashOffer(subject, match),
    version: subject.version + (hasMoved ? 1 : 0),
  };
}

/**
 * All that the neighbours of a contract see of it. Null: they see nothing, since a stranger's, or one
 * that is wrong otherwise, never stands in their way.
 */
function hashOffer({ contract, items }: StoredSubject, match: Match | null): string | null {
  if (match?.result.relation !== 'named' || !countsBesideOthers(match.result.findings)) return null;
  return hashJson({ quoteId: match.row.id, contract, items });
}

/** Whether its neighbours see it otherwise: by what it offers, or as one that counts no more on our word. */
export function looksOther({ subject, offerHash, verdict }: Step): boolean {
  return subject.offerHash !== offerHash || (subject.verdict === 'valid' && verdict !== 'valid');
}

/**
 * At most one contract of a quote, but for those that neither count beside others nor move it: of
 * several that were accepted the one that was first.
 */
export function chooseApart(steps: readonly Step[]): Step[] {
  const takenIds = new Set<string>();
  return steps.toSorted(byMoment).filter((step) => {
    if (isOfNoAccount(step)) return true;
    const ids = quoteIdsOf(step);
    if (ids.some((id) => takenIds.has(id))) return false;
    for (const id of ids) takenIds.add(id);
    return true;
  });
}

function byMoment(a: Step, b: Step): number {
  return momentOf(a).getTime() - momentOf(b).getTime();
}

function momentOf({ subject: { contract } }: Step): Date {
  return isFinished(contract.status) ? acceptedAt(contract) : contract.dateIssued;
}

function isOfNoAccount({ subject, offerHash, verdict }: Step): boolean {
  return (
    subject.offerHash === null &&
    offerHash === null &&
    subject.verdict !== 'valid' &&
    verdict !== 'valid'
  );
}

export function quoteIdsOf({ subject, quoteId }: Step): string[] {
  return [subject.quoteId, quoteId].filter((id) => id !== null);
}
