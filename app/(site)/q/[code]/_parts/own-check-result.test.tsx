import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { OwnCheck } from '#lib/features/contracts/schema.ts';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { OwnCheckResult } from './own-check-result.tsx';

const QUOTE = { shownCode: 'AT-7K3M-9QX2', contractFields: {} } as unknown as QuoteView;
const NOTHING: OwnCheck = {
  checkedAt: new Date('2026-11-23T17:40:31Z'),
  newerAt: new Date('2026-11-23T17:45:31Z'),
  contracts: [],
  readOf: ['Ilya Torvanen'],
  unread: [],
};
const RIGHT_SO_FAR: OwnCheck['contracts'][number] = {
  contractId: 7,
  status: 'outstanding',
  issuerName: 'Ilya Torvanen',
  issuedAt: new Date('2026-11-23T17:30:00Z'),
  isHidden: false,
  relation: 'named',
  verdict: null,
  shownVerdict: null,
  findings: [],
};

describe('what the page says of one’s own contracts', () => {
  test('tells when EVE gave the list, and when it has a newer one', () => {
    const page = show(NOTHING);
    expect(page).toContain('Nothing of yours names this quote');
    expect(page).toContain('17:40:31');
    expect(page).toContain('17:45:31');
  });

  test.each(['not-told', 'too-many'] as const)(
    'says that some could not be compared (%s), not that nothing names the quote',
    (reason) => {
      const page = show({ ...NOTHING, unread: [{ name: 'Ilya Torvanen', reason, count: 3 }] });
      expect(page).toContain('Not all of your contracts could be compared');
      expect(page).toContain('3 contracts of Ilya Torvanen');
      expect(page).not.toContain('Nothing of yours names this quote');
      expect(page).not.toContain('is it finished');
    },
  );

  test('tells nobody to delete a contract of which only the items are not told', () => {
    const page = show({ ...NOTHING, contracts: [RIGHT_SO_FAR] });
    expect(page).toContain('EVE does not tell its items now');
    expect(page).toContain('Leave it as it is');
    expect(page).not.toContain('delete it');
    expect(page).not.toContain('differs</');
  });

  test('tells what to do with one that differs', () => {
    const differing = {
      ...RIGHT_SO_FAR,
      verdict: 'fix-needed',
      shownVerdict: 'fix-needed',
    } as const;
    const page = show({ ...NOTHING, contracts: [differing] });
    expect(page).toContain('Your contract was found, and differs');
    expect(page).toContain('delete it in game');
  });
});

function show(answer: OwnCheck): string {
  return renderToStaticMarkup(<OwnCheckResult quote={QUOTE} answer={answer} error={null} />);
}
