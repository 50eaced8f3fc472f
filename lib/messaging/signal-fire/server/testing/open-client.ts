import { WebSocket } from 'ws';
import { answers, events, PROTOCOL, refusal } from '../../protocol/index.ts';

export type Told = { readonly cmd: string; readonly data: Record<string, unknown> };
export type Answered = { readonly ok: boolean; readonly data?: Record<string, unknown> };

/** A client by hand: all it was told, held against the protocol, and requests one at a time or many. */
export type TestClient = AsyncDisposable & {
  readonly id: string;
  readonly resume: string;
  readonly welcome: Record<string, unknown>;
  readonly told: Told[];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;
  ask(cmd: string, data: unknown): Promise<Answered>;
  /** Resolves with the first event of that name that was not taken yet. */
  next(cmd: string): Promise<Told>;
  /** What came in answer to one id: there must be one. */
  answersTo(id: number): number;
};

/** Rejects with the HTTP status in its message when refused. */
export async function openClient(
  url: string,
  extra: readonly string[] = [],
  protocol = PROTOCOL,
): Promise<TestClient> {
  const socket = new WebSocket(url, [protocol, ...extra], { perMessageDeflate: false });
  const told: Told[] = [];
  const waiting = new Map<number, (answer: Answered) => void>();
  const answered = new Map<number, number>();
  const asked = new Map<number, string>();
  const wishes: { cmd: string; resolve: (event: Told) => void }[] = [];
  let lastId = 0;
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text));
    if (typeof frame.ok === 'boolean') {
      const cmd = asked.get(frame.id) as keyof typeof answers;
      if (!frame.ok) refusal.parse(frame.data);
      else answers[cmd]?.parse(frame.data);
      answered.set(frame.id, (answered.get(frame.id) ?? 0) + 1);
      waiting.get(frame.id)?.(frame);
      return;
    }
    events[frame.cmd as keyof typeof events].parse(frame.data);
    told.push(frame);
    const at = wishes.findIndex(({ cmd }) => cmd === frame.cmd);
    const [wish] = at < 0 ? [] : wishes.splice(at, 1);
    wish?.resolve(frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  const taken = new Set<Told>();
  const next = async (cmd: string): Promise<Told> => {
    const known = told.find((each) => each.cmd === cmd && !taken.has(each));
    const event =
      known ??
      (await new Promise<Told>((resolve, reject) => {
        wishes.push({ cmd, resolve });
        void closed.then(() => reject(new Error(`Closed before ${cmd}`)));
      }));
    taken.add(event);
    return event;
  };
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const { data: welcome } = await next('welcome');
  return {
    id: String(welcome.id),
    resume: String(welcome.resume),
    welcome,
    told,
    closed,
    socket,
    next,
    answersTo: (id) => answered.get(id) ?? 0,
    ask(cmd, data) {
      lastId += 1;
      const id = lastId;
      asked.set(id, cmd);
      socket.send(JSON.stringify({ cmd, id, data }));
      return new Promise((resolve) => void waiting.set(id, resolve));
    },
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await closed;
    },
  };
}

/** Two who talk. */
export async function introduce(caller: TestClient, callee: TestClient): Promise<string> {
  const { data, ok } = await caller.ask('session-start', { target: callee.id });
  if (!ok) throw new Error(JSON.stringify(data));
  const session = String(data?.session);
  await callee.next('session-start');
  await callee.ask('session-accept', { session });
  await caller.next('session-accept');
  return session;
}
