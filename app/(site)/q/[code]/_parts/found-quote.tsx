import type { LiveState } from '#app/_parts/live/use-live.ts';
import type { QuoteContract, QuotePage } from '#lib/features/quotes/schema.ts';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { ChecksAsQuoted } from '#lib/ui/trade/checks-as-quoted.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { FindingsTable } from '#lib/ui/trade/findings-table.tsx';
import { QuotedAgainstSent } from '#lib/ui/trade/quoted-against-sent.tsx';
import { ContractFields } from './contract-fields.tsx';
import { fixCopies } from './fix-copies.ts';
import { QuoteFacts } from './quote-facts.tsx';
import { QuotedItems } from './quoted-items.tsx';
import { RailRule } from './rail.tsx';
import { RequoteSent } from './requote-sent.tsx';
import { WhereItStands } from './where-it-stands.tsx';
import { worstFirst } from './worst-first.ts';

type FoundQuoteProps = {
  readonly page: QuotePage;
  readonly contract: QuoteContract;
  readonly live: LiveState;
  readonly isFailing: boolean;
  readonly isTraderThere: boolean;
};

/** A contract is there: what differs first, then what is right, then item by item. */
export function FoundQuote({ page, contract, live, isFailing, isTraderThere }: FoundQuoteProps) {
  const { quote, standing } = page;
  const differing = contract.findings.filter(({ level }) => level !== 'ok');
  const right = contract.findings.filter(({ level }) => level === 'ok');
  const toFix = differing.filter(({ level }) => level !== 'advice');
  const isWrong = standing.kind === 'found-fix' || standing.kind === 'suspicious';

  return (
    <div className="grid grid-cols-[minmax(0,1fr)_288px] items-start gap-4 max-desk:flex max-desk:flex-col max-desk:items-stretch max-desk:gap-3">
      <div className="grid min-w-0 gap-4 max-desk:gap-3">
        {differing.length > 0 && (
          <Panel aria-labelledby="to-fix">
            <PanelHead
              id="to-fix"
              title={toFix.length > 0 ? 'To fix' : 'Advice'}
              note={`${toFix.length || differing.length} of ${contract.findings.length} checks`}
            >
              <ContractMark contract={contract} />
            </PanelHead>
            <FindingsTable
              caption="Findings to fix"
              findings={worstFirst(differing)}
              copies={fixCopies(quote)}
            />
          </Panel>
        )}
        {right.length > 0 && (
          <Panel aria-labelledby="as-quoted">
            <PanelHead
              id="as-quoted"
              title="As quoted"
              note={
                differing.length > 0
                  ? `${right.length} checks`
                  : `${right.length} of ${contract.findings.length} checks`
              }
            >
              {differing.length === 0 && <ContractMark contract={contract} />}
            </PanelHead>
            <ChecksAsQuoted findings={right} isAllRight={toFix.length === 0} />
          </Panel>
        )}
        {contract.items.length > 0 ? (
          <Panel aria-labelledby="compared">
            <PanelHead id="compared" title="Items, quoted against sent">
              <span className="max-desk:hidden">stacks summed</span>
            </PanelHead>
            <QuotedAgainstSent items={contract.items} lineSum={quote.lineSumIsk} />
            <RequoteSent quote={quote} contract={contract} />
          </Panel>
        ) : (
          <QuotedItems quote={quote} />
        )}
        {isWrong && quote.side === 'buys' && <ContractFields quote={quote} />}
      </div>
      <aside aria-label="Where it stands" className="min-w-0 max-desk:grid max-desk:gap-3">
        <WhereItStands
          page={page}
          live={live}
          isFailing={isFailing}
          isTraderThere={isTraderThere}
          className="pt-2"
        />
        <RailRule />
        <QuoteFacts quote={quote} contract={contract} />
      </aside>
    </div>
  );
}

function ContractMark({ contract }: { contract: QuoteContract }) {
  return (
    <span className="max-desk:hidden">
      contract {contract.contractId} of {contract.issuerName} · found{' '}
      <EveTime at={contract.foundAt} style="date" />
    </span>
  );
}
