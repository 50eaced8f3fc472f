import * as z from 'zod';
import { ProcedureCaller, procedure } from '#lib/messaging/procedure-caller/index.ts';
import { Wormhole } from './index.ts';

const procedures = {
  sync: procedure({
    input: z.strictObject({ full: z.boolean() }),
    run: async ({ full }, { signal }) => {
      parent.event('progress', 50);
      return { contracts: full ? 1_200n : 3n, at: new Date(), isStopped: signal.aborted };
    },
  }),
  async *log(lines: number) {
    for (let line = 0; line < lines; line += 1) yield `line ${line}`;
  },
};
export type Procedures = typeof procedures;

const parent = new Wormhole(process, { procedures: new ProcedureCaller().defineAll(procedures) });
