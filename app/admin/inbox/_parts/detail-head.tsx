import type { Route } from 'next';
import Link from 'next/link';
import { formatIsk } from '#lib/core/isk.ts';
import type { ContractView } from '#lib/features/contracts/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { VerdictTag } from '#lib/ui/trade/verdict-tag.tsx';
import { OpenInGame } from './open-in-game.tsx';

type DetailHeadProps = { readonly contract: ContractView; readonly canAct: boolean };

/** Which quote, whose contract, what one can do about it. */
export function DetailHead({ contract, canAct }: DetailHeadProps) {
  const { shownCode, shownVerdict, pilotRecord } = contract;
  const isLiving = contract.goneAt === null && contract.status === 'outstanding';
  return (
    <header className="sticky top-0 z-[2] border-line border-b bg-canvas px-4 py-3 max-desk:px-3 max-desk:pt-1 mid:bg-surface-1">
      <div className="flex min-h-7 items-center gap-2">
        <h2 className="mono font-semibold text-title">
          {shownCode ? (
            <Link href={`/q/${shownCode}` as Route} className="hover:underline">
              {shownCode}
            </Link>
          ) : (
            contract.title || 'No title'
          )}
        </h2>
        {shownCode && (
          <span data-key="c">
            <CopyButton text={shownCode} name="Copy the code" className="-ml-1.5" />
          </span>
        )}
        {shownVerdict && (
          <span className="ml-auto">
            <VerdictTag verdict={shownVerdict} boxed />
          </span>
        )}
      </div>
      <p className="mt-0.5 text-ink-2">
        {contract.issuerName}
        {contract.corporationName && ` · ${contract.corporationName}`}
        <span className="max-wide:hidden"> · </span>
        <span className="max-wide:block">{describeRecord(pilotRecord)}</span>
      </p>
      <p className="mb-2.5 text-ink-3 text-meta">
        asks {contract.priceIsk === null ? 'nothing' : `${formatIsk(contract.priceIsk)} ISK`}
        {' · '}
        {isLiving ? (
          <>
            runs out <EveTime at={contract.runsOutAt} style="date" />
          </>
        ) : (
          describeEnd(contract.status)
        )}
      </p>
      {canAct && isLiving && (
        <OpenInGame key={contract.contractId} contractId={contract.contractId} />
      )}
    </header>
  );
}

function describeEnd(status: string): string {
  if (status.startsWith('finished')) return 'accepted and paid';
  return status === 'outstanding' ? 'no longer in EVE' : status.replaceAll('_', ' ');
}

function describeRecord({ finished, rejected }: ContractView['pilotRecord']): string {
  if (finished + rejected === 0) return 'no contract before';
  const done = `${finished} ${finished === 1 ? 'contract' : 'contracts'} finished`;
  return rejected === 0 ? done : `${done}, ${rejected} rejected`;
}
