/**
 * The description: it has to hold the quote's code, and no other.
 *
 * @module
 */
import type { Rule } from '../rule.ts';
import { showText } from './show-text.ts';

/** Whether the title has the quote's code, and how well it is written. */
export const titleRule: Rule = {
  judge: ({ title }) => title.code,
  show: ({ prepared, contract }) => [prepared.quote.code, showText(contract.title ?? '')],
};

/** Whether the title names this quote alone. */
export const contractQuotesRule: Rule = {
  judge({ title }) {
    if (!title.isNamed) return 'contract-names-none';
    if (title.otherCodes.length > 0) return 'contract-names-several';
    return title.unknownCodes.length > 0 ? 'contract-names-unknown-too' : 'contract-names-one';
  },
  show({ prepared: { quote }, title }) {
    const { code } = quote;
    if (!title.isNamed) return [[code], [...title.otherCodes]];
    const more = title.otherCodes.length > 0 ? title.otherCodes : title.unknownCodes;
    return [[code], [code, ...more]];
  },
};
