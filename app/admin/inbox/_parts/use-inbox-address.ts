'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ShownVerdict } from '#lib/features/contracts/schema.ts';
import { type InboxSort, VERDICT_ORDER } from './arrange-rows.ts';

const SORTS = ['verdict', 'asks', 'waiting'] as const;

/** What of the inbox stands in the address: a link opens the same view for another trader. */
export function useInboxAddress() {
  const [address, setAddress] = useQueryStates(
    {
      verdict: parseAsStringLiteral(VERDICT_ORDER),
      search: parseAsString.withDefault(''),
      sort: parseAsStringLiteral(SORTS).withDefault('verdict'),
      contract: parseAsInteger,
    },
    { history: 'replace', shallow: true },
  );
  return {
    ...address,
    setVerdict: (verdict: ShownVerdict | null) => void setAddress({ verdict }),
    setSearch: (search: string) => void setAddress({ search }),
    setSort: (sort: InboxSort) => void setAddress({ sort }),
    /** Each contract is a step back in the browser's history, so that Back closes it on a phone. */
    setContract: (contract: number | null) => void setAddress({ contract }, { history: 'push' }),
    clearFilters: () => void setAddress({ verdict: null, search: null }),
  };
}
