import {
  type FoundScope,
  type RuleFormText,
  type RuleFormValues,
  ruleFormSchema,
} from '../schema.ts';

const VELDSPAR = 1230;

/** Fill in a rule's form: for Veldspar, and what is not given is the program's. */
export function fillRule({
  scope = itemScope(VELDSPAR),
  ...change
}: Partial<RuleFormText>): RuleFormValues {
  return ruleFormSchema.parse({
    scope: scope && { kind: scope.kind, id: scope.id },
    action: 'accept',
    hubId: '',
    basisSide: 'buy',
    basisStatistic: 'top5',
    ratePercent: '',
    method: 'as-is',
    yieldPercent: '',
    remainder: 'unpaid',
    takesScrap: false,
    validFrom: '',
    validUntil: '',
    note: '',
    ...change,
  });
}

export function itemScope(typeId: number): FoundScope {
  return { kind: 'item', id: typeId, name: '', within: '' };
}
