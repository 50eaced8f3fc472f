import type { OwnContract } from '#lib/features/contracts/schema.ts';
import type { QuoteView } from '#lib/features/quotes/schema.ts';
import { Panel, PanelFoot, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { FindingsTable } from '#lib/ui/trade/findings-table.tsx';
import { VerdictTag } from '#lib/ui/trade/verdict-tag.tsx';
import { fixCopies } from './fix-copies.ts';
import { worstFirst } from './worst-first.ts';

/** One contract of the pilot's, with what to mend. */
export function OwnContractPanel({ quote, contract }: { quote: QuoteView; contract: OwnContract }) {
  const { contractId, issuerName, issuedAt, verdict, shownVerdict, findings } = contract;
  // Nothing differs where only the items are not told: what to do then says the foot.
  const differing = verdict === null ? [] : findings.filter(({ level }) => level !== 'ok');
  const id = `own-${contractId}`;
  return (
    <Panel aria-labelledby={id}>
      <PanelHead
        id={id}
        title={`Contract ${contractId}`}
        note={shownVerdict && <VerdictTag verdict={shownVerdict} />}
      >
        <span className="max-desk:hidden">
          made by {issuerName} · <EveTime at={issuedAt} style="date" />
        </span>
      </PanelHead>
      {differing.length > 0 && (
        <FindingsTable
          caption={`What differs in contract ${contractId}`}
          findings={worstFirst(differing)}
          copies={fixCopies(quote)}
        />
      )}
      <PanelFoot>{whatNext(contract)}</PanelFoot>
    </Panel>
  );
}

function whatNext({ verdict, status, isHidden }: OwnContract): string {
  if (verdict === 'valid') {
    return 'Right in every point; the trader’s list shows it within a few minutes.';
  }
  if (verdict === null) {
    return 'Nothing differs as far as EVE tells, but not what is in it. Leave it as it is, and check again in a minute.';
  }
  const remedy =
    status === 'outstanding'
      ? 'A contract can’t be changed: delete it in game and make it again with the values below.'
      : 'It is over in game: make another with the values below.';
  return isHidden ? `The trader can’t see this contract. ${remedy}` : remedy;
}
