import * as z from 'zod';
import { createJsonRpc, createProcedureClient, ProcedureCaller, procedure } from './index.ts';

const procedures = {
  add: (a: number, b: number) => a + b, // a plain function: as it is, nothing checked
  worker: {
    pause: procedure({
      summary: 'Stop taking jobs',
      input: z.strictObject({ name: z.string() }),
      output: z.object({ paused: z.string() }),
      timeoutMs: 5_000,
      run: async ({ name }, { signal }) => ({ paused: signal.aborted ? '' : name }),
    }),
  },
};
export const table = new ProcedureCaller<{ role: string }>().defineAll(procedures);
table.use('worker', ({ context }, next) => {
  if (context.role !== 'owner') throw new Error('Only the owner may');
  return next(); // a promise only where the procedure gives one
});

export const sum = table.call<number>('add', 1, 2); // 3, at once
const options = { context: { role: 'owner' }, timeoutMs: 1_000 };
export const client = createProcedureClient<typeof procedures>((name, args) =>
  table.callWith(options, name, ...args),
);
export const paused = client.worker.pause({ name: 'market' }); // Promise<{ paused: string }>
const text = '{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}';
export const answer = createJsonRpc(table).handleText(text, options); // '{"jsonrpc":"2.0","id":1,"result":3}'
