'use client';

import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { QueryFailure } from '#app/admin/_parts/query-failure.tsx';
import { ProblemError } from '#lib/core/problem.ts';
import { contractQuery } from '#lib/features/contracts/queries.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { Kbd } from '#lib/ui/primitives/kbd.tsx';
import { DetailFindings } from './detail-findings.tsx';
import { DetailHead } from './detail-head.tsx';
import { DetailHistory } from './detail-history.tsx';
import { DetailItems } from './detail-items.tsx';
import { DetailSkeleton } from './detail-skeleton.tsx';

type ContractDetailProps = {
  readonly contractId: number | null;
  /** Whether changes are told to the page. */
  readonly isTold: boolean;
  readonly canAct: boolean;
  readonly onClose: () => void;
};

/** The contract that is looked at: beside the list where there is room, else a screen of its own. */
export function ContractDetail({ contractId, isTold, canAct, onClose }: ContractDetailProps) {
  const region = useRef<HTMLElement>(null);

  // Where it takes the list's place, the focus must follow; beside the list it stays there.
  useEffect(() => {
    if (contractId === null || matchMedia('(width >= 68.8125rem)').matches) return;
    region.current?.focus();
  }, [contractId]);

  return (
    <aside
      ref={region}
      aria-label="Contract"
      tabIndex={-1}
      className={clsx(
        'min-h-0 overflow-auto focus-visible:outline-none mid:border-line mid:border-l mid:bg-surface-1',
        contractId === null && 'max-mid:hidden',
      )}
    >
      <Button look="quiet" onClick={onClose} className="mx-1 mt-2 mid:hidden">
        <ArrowLeft aria-hidden="true" className="icon" />
        Inbox
      </Button>
      {contractId === null ? (
        <Empty>
          Choose a contract, or press <Kbd>j</Kbd> and <Kbd>Enter</Kbd>.
        </Empty>
      ) : (
        <Contract contractId={contractId} isTold={isTold} canAct={canAct} />
      )}
    </aside>
  );
}

type ContractProps = Pick<ContractDetailProps, 'isTold' | 'canAct'> & { contractId: number };

function Contract({ contractId, isTold, canAct }: ContractProps) {
  const query = useQuery(contractQuery(contractId, isTold));
  const { data: contract } = query;

  if (!contract && query.isError) {
    const isMissing = query.error instanceof ProblemError && query.error.problem.status === 404;
    return isMissing ? (
      <Empty>There is no contract of this id here.</Empty>
    ) : (
      <QueryFailure
        what="The contract"
        error={query.error}
        onRetry={query.refetch}
        isRetrying={query.isFetching}
      />
    );
  }
  if (!contract) return <DetailSkeleton />;
  return (
    <div aria-busy={query.isFetching}>
      <DetailHead contract={contract} canAct={canAct} />
      <DetailFindings findings={contract.findings} />
      {contract.items.length > 0 && <DetailItems items={contract.items} />}
      <DetailHistory history={contract.history} />
    </div>
  );
}
