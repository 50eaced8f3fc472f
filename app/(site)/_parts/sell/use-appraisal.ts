'use client';

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { AppraiseInput } from '#lib/features/appraisal/schema.ts';
import type { AppraisalQuery } from './appraiser.ts';
import type { AppraisalKit } from './use-appraisal-kit.ts';

/**
 * What is known of a paste; null before the kit is there.
 *
 * @param input The same object until it changes.
 */
export function useAppraisal(
  kit: AppraisalKit | null,
  input: AppraiseInput,
): AppraisalQuery | null {
  const appraiser = useMemo(() => kit?.createAppraiser() ?? null, [kit]);

  useEffect(() => appraiser?.ask(input), [appraiser, input]);

  const subscribe = useCallback(
    (onChange: () => void) => appraiser?.subscribe(onChange) ?? doNothing,
    [appraiser],
  );
  useSyncExternalStore(subscribe, () => appraiser?.snapshot() ?? null, nothingYet);
  return appraiser?.read(input) ?? null;
}

function doNothing(): void {}

function nothingYet(): null {
  return null;
}
