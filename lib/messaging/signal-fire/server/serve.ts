import { z } from 'zod';
import {
  type Context,
  type MessageHook,
  WebSocketError,
  WS_CODES,
} from '#lib/messaging/luce/index.ts';
import type { RefusalCode } from '../protocol/index.ts';
import type { Client, ClientState } from './client-state.ts';
import { SignalError } from './errors.ts';

export type Serve = {
  readonly maxUnderWay: number;
  /** Told what is none of the client's business. */
  readonly report: (error: unknown) => void;
};

/** Ids of requests: as luce's client gives them, or as those of old did. */
const requestId = z.union([z.int(), z.string().min(1).max(64)]);

/**
 * A hook that answers each request once, when it is done. It is not waited for: a request for somebody who is
 * away must not hold up those behind it.
 */
export function serve<Schema extends z.ZodType>(
  schema: Schema,
  run: (data: z.infer<Schema>, client: Client) => unknown,
  { maxUnderWay, report }: Serve,
): MessageHook<ClientState> {
  return ({ id, data }, client) => {
    const known = requestId.safeParse(id);
    if (!known.success) throw new WebSocketError(WS_CODES.BAD_REQUEST, 'A request has an id');
    const given = schema.safeParse(data);
    if (!given.success) {
      return refuse(client, known.data, 'ERR_SIGNAL_INPUT', z.prettifyError(given.error));
    }
    const { state } = client;
    if (state.underWay >= maxUnderWay) {
      return refuse(client, known.data, 'ERR_SIGNAL_BUSY', 'Too many requests are under way');
    }
    state.underWay += 1;
    return void answer(client, known.data, () => run(given.data, client), report);
  };
}

/** For commands that there are none of. */
export function refuseUnknown(
  { id, cmd }: { id?: unknown; cmd?: unknown },
  client: Client,
): unknown {
  const known = requestId.safeParse(id);
  if (!known.success) throw new WebSocketError(WS_CODES.BAD_REQUEST, 'A request has an id');
  const name = String(cmd).slice(0, 64);
  return refuse(client, known.data, 'ERR_SIGNAL_UNKNOWN_COMMAND', `There is no command ${name}`);
}

async function answer(
  client: Client,
  id: string | number,
  run: () => unknown,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    const data = await run();
    await say(client, { id, ok: true, ...(data === undefined ? {} : { data }) });
  } catch (error) {
    if (error instanceof SignalError) {
      await refuse(client, id, error.code, error.message);
    } else {
      report(error);
      await refuse(client, id, 'ERR_INTERNAL', 'Internal error');
    }
  } finally {
    client.state.underWay -= 1;
  }
}

function refuse(
  client: Client,
  id: string | number,
  code: RefusalCode,
  message: string,
): Promise<void> {
  return say(client, { id, ok: false, data: { code, message: message.slice(0, 1_000) } });
}

/** Whoever has gone needs no answer. */
async function say(client: Context<ClientState>, answer: object): Promise<void> {
  await client.send(answer).catch(() => {});
}
