import * as z from 'zod';
import { type Call, type Handler, json, type Reply } from './call.ts';

/**
 * A handler that takes a JSON command, checked by a schema.
 *
 * Only `application/json` is taken: a browser cannot send that from another site without asking
 * first, and is never answered yes.
 */
export function takeCommand<Command>(
  schema: z.ZodType<Command>,
  handle: (command: Command, call: Call) => Reply | Promise<Reply>,
): Handler {
  return async (call) => {
    if (!call.headers['content-type']?.startsWith('application/json')) {
      return json(415, { error: 'Send application/json.' });
    }
    let body: unknown;
    try {
      body = JSON.parse(await call.readBody());
    } catch (error) {
      if (error instanceof SyntaxError) return json(400, { error: 'The body is not JSON.' });
      throw error;
    }
    const command = schema.safeParse(body);
    return command.success
      ? handle(command.data, call)
      : json(422, { error: z.prettifyError(command.error) });
  };
}
