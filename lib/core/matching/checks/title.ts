/**
 * The description: it has to hold the quote's code, and no other.
 *
 * @module
 */
import { type Finding, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';

/** Longer titles than the game's are cut in findings. */
const SHOWN_LENGTH = 100;

/** Whether the title has the quote's code, and how well it is written. */
export function checkTitle({ input, contract, title }: MatchCase): Finding {
  return findingOf(title.code, input.quote.code, (contract.title ?? '').slice(0, SHOWN_LENGTH));
}

/** Whether the title names this quote alone. */
export function checkContractQuotes({ input, title }: MatchCase): Finding {
  const { code } = input.quote;
  if (!title.isNamed) return findingOf('contract-names-none', [code], [...title.otherCodes]);
  if (title.otherCodes.length > 0) {
    return findingOf('contract-names-several', [code], [code, ...title.otherCodes]);
  }
  return title.unknownCodes.length > 0
    ? findingOf('contract-names-unknown-too', [code], [code, ...title.unknownCodes])
    : findingOf('contract-names-one', [code], [code]);
}
