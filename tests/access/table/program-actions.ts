import { NO_LIMITS_TEXT } from '#lib/features/programs/testing/no-limits-text.ts';
import type { AccessSite } from '#tests/support/access-site.ts';
import { type ActionRow, cells } from './rows.ts';

let programVersion = 0;

/** A rule for Veldspar, as its form is sent. */
const RULE = {
  scope: { kind: 'item', id: 1230 },
  action: 'accept',
  hubId: '',
  basisSide: 'buy',
  basisStatistic: 'top5',
  ratePercent: '95',
  method: 'as-is',
  yieldPercent: '',
  remainder: 'unpaid',
  takesScrap: false,
  validFrom: '',
  validUntil: '',
  note: '',
};

async function seenProgram({ db }: AccessSite['container'], programId: string) {
  const { version } = await db.program.findUniqueOrThrow({ where: { id: programId } });
  return { programId, version };
}

async function hasRules({ db }: AccessSite['container'], programId: string): Promise<boolean> {
  return (await db.rule.count({ where: { programId } })) > 0;
}

export const PROGRAM_ACTIONS: readonly ActionRow[] = [
  {
    file: 'app/admin/programs/[programId]/actions.ts',
    name: 'saveProgram',
    about: 'the terms of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      const program = await container.db.program.findUniqueOrThrow({ where: { id: programId } });
      programVersion = program.version;
      const form = {
        name: program.name,
        isOpen: false,
        assigneeId: String(program.assigneeId),
        locationIds: program.locationIds.map(Number),
        hubId: String(program.hubId),
        basisSide: program.basisSide,
        basisStatistic: program.basisStatistic,
        ratePercent: '91',
        refineYield: '',
        minimumVolume: '',
        sellCapPercent: '',
        lifetimeHours: String(program.lifetimeHours),
        tolerancePercent: '0',
        toleranceIsk: '1',
        minimumTotalIsk: '',
        maximumTotalIsk: '',
        staleAfterMinutes: String(program.staleAfterMinutes),
        acceptedCategoryIds: program.acceptedCategoryIds,
        acceptedGroupIds: program.acceptedGroupIds,
        ...NO_LIMITS_TEXT,
        instructions: `said after version ${program.version}`,
      };
      return { value: { programId, version: program.version, form } };
    },
    async changed({ container, programId }) {
      const program = await container.db.program.findUniqueOrThrow({ where: { id: programId } });
      return program.version !== programVersion;
    },
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
  {
    file: 'app/admin/programs/[programId]/rule-actions.ts',
    name: 'saveRuleAction',
    about: 'a rule of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      await container.db.rule.deleteMany({ where: { programId } });
      return { value: { ...(await seenProgram(container, programId)), ruleId: null, form: RULE } };
    },
    changed: ({ container, programId }) => hasRules(container, programId),
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
  {
    file: 'app/admin/programs/[programId]/rule-actions.ts',
    name: 'removeRuleAction',
    about: 'a rule of a program',
    budget: 'programSaves',
    page: ({ programId }) => `/admin/programs/${programId}`,
    async call({ container, programId }) {
      await container.db.rule.deleteMany({ where: { programId } });
      const ruleId = crypto.randomUUID();
      await container.db.rule.create({
        data: {
          id: ruleId,
          programId,
          scopeKind: 'item',
          scopeId: 1230,
          action: 'accept',
          createdAt: new Date(),
        },
      });
      return { value: { ...(await seenProgram(container, programId)), ruleId } };
    },
    changed: async ({ container, programId }) => !(await hasRules(container, programId)),
    cells: cells('over over over · refused refused refused · refused refused saved saved'),
  },
];
