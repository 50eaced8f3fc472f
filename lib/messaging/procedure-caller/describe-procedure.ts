import * as z from 'zod';
import { Procedure } from './procedure.ts';

/** What is known of a procedure. Schemas are JSON Schema 2020-12, of what travels. */
export type ProcedureDescription = {
  readonly name: string;
  readonly summary?: string;
  readonly timeoutMs?: number;
  /** Absent: nothing is known of it (a plain function). Null: it takes no argument. */
  readonly input?: object | null;
  /** Absent: it is not checked. */
  readonly output?: object;
};

/** Describe one procedure. Of a plain function, only its name is known. */
export function describeProcedure(name: string, definition: unknown): ProcedureDescription {
  if (!(definition instanceof Procedure)) return { name };
  const { summary, timeoutMs, input, output } = definition;
  return {
    name,
    ...(summary === undefined ? {} : { summary }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    input: input === undefined ? null : toJsonSchema(input),
    ...(output === undefined ? {} : { output: toJsonSchema(output) }),
  };
}

function toJsonSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
