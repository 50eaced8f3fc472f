import { CircleCheck, CircleSlash, Clock } from 'lucide-react';
import { SCOPE_WORDS } from '#lib/core/pricing/rules/describe-rule.ts';
import { isHolding, type PricingRule } from '#lib/core/pricing/rules/rule.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Tag } from '#lib/ui/primitives/tag.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { describeRulePrice } from './rule-text.ts';

type RulesTableProps = {
  readonly rules: readonly PricingRule[];
  readonly program: ProgramTerms;
  readonly now: Date;
  /** Absent: the rules are only to be read. */
  readonly onEdit?: (rule: PricingRule) => void;
  readonly onRemove?: (rule: PricingRule) => void;
};

/** Every rule on one line, those that count first above. */
export function RulesTable({ rules, program, now, onEdit, onRemove }: RulesTableProps) {
  return (
    <Table caption="Rules, the most specific first" stacked>
      <thead>
        <tr>
          <Head>For</Head>
          <Head>Price</Head>
          <Head>Holds</Head>
          <Head on="wide">Note for pilots</Head>
          <Head>State</Head>
          {onEdit && (
            <Head>
              <span className="sr-only">Actions</span>
            </Head>
          )}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.ruleId}>
            <Cell slot="lead">
              <span className="font-medium">{rule.scope.name}</span>{' '}
              <span className="text-ink-3 text-meta">{SCOPE_WORDS[rule.scope.kind]}</span>
            </Cell>
            <Cell slot="sub">{describeRulePrice(rule, program)}</Cell>
            <Cell slot="across">
              <Times rule={rule} />
            </Cell>
            <Cell on="wide" className="max-w-[280px] truncate text-ink-2" title={rule.note}>
              {rule.note}
            </Cell>
            <Cell slot="lead-end">
              <StateTag rule={rule} now={now} />
            </Cell>
            {onEdit && (
              <Cell slot="sub-end" numeric>
                <span className="inline-flex justify-end gap-1">
                  <Button size="small" look="quiet" onClick={() => onEdit(rule)}>
                    Edit<span className="sr-only"> the rule for {rule.scope.name}</span>
                  </Button>
                  <Button size="small" look="quiet" onClick={() => onRemove?.(rule)}>
                    Remove<span className="sr-only"> the rule for {rule.scope.name}</span>
                  </Button>
                </span>
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Times({ rule: { validFrom, validUntil } }: { rule: PricingRule }) {
  if (!validFrom && !validUntil) return <span className="text-ink-3">always</span>;
  return (
    <span className="text-ink-2">
      {validFrom && (
        <>
          from <EveTime at={validFrom} style="date" isMarked={!validUntil} />
        </>
      )}
      {validFrom && validUntil && ' '}
      {validUntil && (
        <>
          until <EveTime at={validUntil} style="date" />
        </>
      )}
    </span>
  );
}

function StateTag({ rule, now }: { rule: PricingRule; now: Date }) {
  if (isHolding(rule, now)) {
    return (
      <Tag icon={CircleCheck} tone="gain">
        Holds
      </Tag>
    );
  }
  return rule.validUntil && rule.validUntil <= now ? (
    <Tag icon={CircleSlash} tone="neutral">
      Ended
    </Tag>
  ) : (
    <Tag icon={Clock} tone="warn">
      To come
    </Tag>
  );
}
