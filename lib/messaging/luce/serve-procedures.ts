import type { ProcedureCaller } from '../procedure-caller/index.ts';
import { ProcedureError, ProcedureOutputError } from '../procedure-caller/index.ts';
import type { Context, MessageHook } from './context.ts';
import type { Message } from './decode.ts';
import { LuceAnswerError } from './errors.ts';
import type { Next } from './hooks.ts';
import { isPending } from './settled.ts';

export type ServeOptions<State extends object, Caller> = {
  /** Who asks, for the procedures; the context of the socket by default. */
  readonly toContext?: (context: Context<State>) => Caller;
  /** Leave names that the table does not have to the hooks that follow. Else they are answered with an error. */
  readonly passesUnknown?: boolean;
  /** Told of what is none of the peer's business; it reads 'Internal error'. */
  readonly onFault?: (error: unknown, context: Context<State>) => void;
};

/**
 * A message hook that serves a table of procedures: `{ cmd, id?, data? }` is answered by
 * `{ id, ok: true, data }` or `{ id, ok: false, data: { code, message, details? } }`; without an id by
 * nothing. The table's schemas are the commands' schemas.
 *
 * A procedure refuses by throwing a {@link LuceAnswerError}, which the peer gets as it is.
 */
export function serveProcedures<State extends object, Caller = Context<State>>(
  table: ProcedureCaller<Caller>,
  options: ServeOptions<State, Caller> = {},
): MessageHook<State> {
  const { toContext, passesUnknown = false, onFault } = options;

  function call(cmd: string, message: Message, context: Context<State>): unknown {
    // Without a function, the procedures take the socket's context: so the default of Caller says.
    const caller = toContext ? toContext(context) : (context as unknown as Caller);
    const args = message.data === undefined ? [] : [message.data];
    return table.callWith({ context: caller } as never, cmd, ...args);
  }

  function answer(message: Message, context: Context<State>, data: unknown): unknown {
    const { id } = message;
    if (id === undefined) return undefined;
    try {
      return context.send({ id, ok: true, data });
    } catch (error) {
      // What JSON cannot hold.
      return refuse(message, context, error);
    }
  }

  function refuse(message: Message, context: Context<State>, error: unknown): unknown {
    const told = toAnswer(error, message.cmd);
    if (!told) onFault?.(error, context);
    if (message.id === undefined) return undefined;
    const data = told ?? { code: 'ERR_INTERNAL', message: 'Internal error' };
    return context.send({ id: message.id, ok: false, data });
  }

  return (message: Message, context: Context<State>, next: Next) => {
    const { cmd } = message;
    if (typeof cmd !== 'string' || (passesUnknown && !table.has(cmd))) return next();
    try {
      const result = call(cmd, message, context);
      if (isPending(result)) {
        return result.then(
          (data) => answer(message, context, data),
          (error: unknown) => refuse(message, context, error),
        );
      }
      return answer(message, context, result);
    } catch (error) {
      return refuse(message, context, error);
    }
  };
}

/** What the peer may know of a failure of what it called; undefined for what is ours. */
function toAnswer(
  error: unknown,
  cmd: unknown,
): { code: string; message: string; details?: unknown } | undefined {
  if (error instanceof LuceAnswerError) {
    const { answerCode: code, message, details } = error;
    return { code, message, ...(details === undefined ? {} : { details }) };
  }
  if (!(error instanceof ProcedureError) || error instanceof ProcedureOutputError) return undefined;
  if (error.procedure !== cmd) return undefined;
  const { code, message } = error;
  return { code, message, ...('issues' in error ? { details: error.issues } : {}) };
}
