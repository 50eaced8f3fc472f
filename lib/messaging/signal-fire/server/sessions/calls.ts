/**
 * Sessions: who may say what to whom, and when. The store decides races; what a node remembers of them spares
 * it the question.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Requests, SessionState } from '../../protocol/index.ts';
import type { Client, SignalFrame, Talk } from '../client-state.ts';
import type { Deliver } from '../deliver.ts';
import { SignalError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import type { Session } from './session-store.ts';

export type CallsParts = {
  readonly settings: Settings;
  readonly deliver: Deliver;
  readonly report: (error: unknown) => void;
};

/** What the callee's node gives the caller's, beyond the time that it rings. */
const TIMEOUT_GRACE_MS = 1_000;

export type Calls = ReturnType<typeof createCalls>;

export function createCalls({ settings, deliver, report }: CallsParts) {
  const { sessions, ringsMs, limits, mayCall } = settings;

  /** @throws {SignalError} Not in it, or not in that state. */
  async function find(client: Client, session: string): Promise<Talk> {
    const known = client.state.talks.get(session);
    if (known) return known;
    const stored = await sessions.find(session);
    const talk = stored && toTalk(stored, client.state.identity.client);
    if (!talk) throw noSession();
    // Another may have asked meanwhile.
    const now = client.state.talks.get(session) ?? talk;
    client.state.talks.set(session, now);
    return now;
  }

  function ring(client: Client, talk: Talk, afterMs: number): void {
    const { client: id } = client.state.identity;
    talk.ringing = setTimeout(() => void ringOut(id, talk).catch(report), afterMs);
    talk.ringing.unref();
  }

  /** Whoever of the two nodes ends it tells both. */
  async function ringOut(id: string, { session, other }: Talk): Promise<void> {
    if (!(await sessions.end(session, id, 'ringing'))) return;
    await Promise.allSettled([
      deliver.now(id, told('session-timeout', session, other)),
      deliver.now(other, told('session-timeout', session, id)),
    ]);
  }

  async function start({ target, note }: Requests['session-start'], client: Client) {
    const { identity, talks } = client.state;
    if (target === identity.client) {
      throw new SignalError('ERR_SIGNAL_SELF', 'Nobody can call themselves');
    }
    if (!(await mayCall({ caller: identity, target, note }))) {
      throw new SignalError('ERR_SIGNAL_FORBIDDEN', 'You may not call this client');
    }
    const session = randomBytes(16).toString('base64url');
    const stored = { session, caller: identity.client, callee: target, state: 'ringing' as const };
    const full = await sessions.start(stored, limits);
    if (full) {
      const text = full === 'caller' ? 'You have too many sessions' : 'The other end is busy';
      throw new SignalError('ERR_SIGNAL_BUSY', text);
    }
    const talk: Talk = { session, other: target, role: 'caller', state: 'ringing' };
    talks.set(session, talk);
    try {
      const frame = told('session-start', session, identity.client);
      await deliver.now(target, {
        ...frame,
        data: { ...frame.data, ringsMs, ...(note === undefined ? {} : { note }) },
      });
    } catch (error) {
      talks.delete(session);
      await sessions.end(session, identity.client);
      throw error;
    }
    if (talks.has(session) && talk.state === 'ringing') ring(client, talk, ringsMs);
    return { session, ringsMs };
  }

  async function accept({ session }: Requests['session-accept'], client: Client): Promise<void> {
    const { client: own } = client.state.identity;
    const talk = await find(client, session);
    if (!(await sessions.accept(session, own))) {
      throw new SignalError(
        'ERR_SIGNAL_STATE',
        'It rings no more, or it was not you who was called',
      );
    }
    settle(talk);
    try {
      await deliver.toOther(talk, told('session-accept', session, own));
    } catch (error) {
      client.state.talks.delete(session);
      await sessions.end(session, own);
      throw error;
    }
  }

  /** `session-reject`, `session-cancel`, `session-end`: the same but for who may, and when. */
  function finish(cmd: 'session-reject' | 'session-cancel' | 'session-end') {
    const from = cmd === 'session-end' ? 'accepted' : 'ringing';
    const role = {
      'session-reject': 'callee',
      'session-cancel': 'caller',
      'session-end': undefined,
    }[cmd];
    return async (
      { session, reason }: { session: string; reason?: string | undefined },
      client: Client,
    ): Promise<void> => {
      const { client: own } = client.state.identity;
      const talk = await find(client, session);
      const isTheirs = role === undefined || talk.role === role;
      if (!isTheirs || !(await sessions.end(session, own, from))) {
        throw new SignalError('ERR_SIGNAL_STATE', `The session is not one for ${cmd} of yours`);
      }
      forget(client, session);
      const frame = told(cmd, session, own);
      const data = { ...frame.data, ...(reason === undefined ? {} : { reason }) };
      // One who is away learns of it by its next welcome.
      await deliver.now(talk.other, { cmd, data }).catch((error: unknown) => {
        if (!(error instanceof SignalError)) throw error;
      });
    };
  }

  /** `offer`, `answer`, `ice`, `relay`. */
  function pass<Name extends 'offer' | 'answer' | 'ice' | 'relay'>(cmd: Name) {
    return (data: Requests[Name], client: Client): Promise<void> => {
      const { identity, talks } = client.state;
      const frame = { cmd, data: { ...data, origin: identity.client } } as SignalFrame;
      const known = talks.get(data.session);
      return known
        ? passTo(known, frame)
        : find(client, data.session).then((talk) => passTo(talk, frame));
    };
  }

  function passTo(talk: Talk, frame: SignalFrame): Promise<void> {
    if (talk.state === 'accepted') return deliver.toOther(talk, frame);
    return Promise.reject(new SignalError('ERR_SIGNAL_STATE', 'The session is not accepted yet'));
  }

  /** What is for a client of this node, before it is told. @throws {SignalError} It is not in that session. */
  function hear(client: Client, frame: SignalFrame): undefined | Promise<void> {
    const { cmd, data } = frame;
    const { session, origin } = data;
    if (session === undefined || origin === undefined) return undefined;
    const { talks } = client.state;
    if (cmd === 'session-start') {
      const talk: Talk = { session, other: origin, role: 'callee', state: 'ringing' };
      talks.set(session, talk);
      ring(client, talk, Number(data.ringsMs) + TIMEOUT_GRACE_MS);
      return undefined;
    }
    if (ENDINGS.has(cmd)) {
      forget(client, session);
      return undefined;
    }
    const talk = talks.get(session);
    if (!talk) return find(client, session).then((found) => note(found, cmd));
    note(talk, cmd);
    return undefined;
  }

  /** A client is here, new or again. */
  async function resume(client: Client): Promise<readonly SessionState[]> {
    const { identity, talks } = client.state;
    const found: SessionState[] = [];
    for (const stored of await sessions.list(identity.client)) {
      const talk = talks.get(stored.session) ?? toTalk(stored, identity.client);
      if (!talk) continue;
      talks.set(stored.session, talk);
      const { session, other: origin, role, state } = talk;
      if (state === 'ringing' && !talk.ringing) ring(client, talk, ringsMs);
      found.push({ session, origin, role, state });
    }
    return found;
  }

  /** Say of a client that it is there, and end what cannot go on. */
  async function keep(client: Client): Promise<void> {
    const { identity, talks } = client.state;
    if (talks.size === 0) return;
    const known = [...talks.values()];
    const kept = await sessions.keep(identity.client);
    const ids = new Set(kept.map(({ session }) => session.session));
    for (const { session, other } of known) {
      if (!ids.has(session) && talks.delete(session)) await tellEnd(client, session, other);
    }
    for (const { session, otherAwayMs } of kept) {
      if (otherAwayMs < settings.awayMs) continue;
      if (!(await sessions.end(session.session, identity.client))) continue;
      forget(client, session.session);
      await tellEnd(client, session.session, otherOf(session, identity.client));
    }
  }

  async function tellEnd(client: Client, session: string, origin: string): Promise<void> {
    const frame = told('session-end', session, origin);
    await client.send({ ...frame, data: { ...frame.data, reason: 'gone' } }).catch(() => {});
  }

  /** Tell the other ends of what is under way. */
  async function tellOthers(client: Client, cmd: 'session-away' | 'session-back'): Promise<void> {
    const { identity, talks } = client.state;
    const accepted = [...talks.values()].filter(({ state }) => state === 'accepted');
    await Promise.allSettled(
      accepted.map(({ session, other }) => deliver.now(other, told(cmd, session, identity.client))),
    );
  }

  return {
    commands: {
      'session-start': start,
      'session-accept': accept,
      'session-reject': finish('session-reject'),
      'session-cancel': finish('session-cancel'),
      'session-end': finish('session-end'),
      offer: pass('offer'),
      answer: pass('answer'),
      ice: pass('ice'),
      relay: pass('relay'),
    },
    hear,
    resume,
    keep,
    tellOthers,
  };
}

const ENDINGS: ReadonlySet<string> = new Set([
  'session-reject',
  'session-cancel',
  'session-timeout',
  'session-end',
]);

function told(cmd: string, session: string, origin: string): SignalFrame {
  return { cmd, data: { session, origin } };
}

/** What was heard of it from the other end's node. */
function note(talk: Talk, cmd: string): void {
  if (cmd === 'session-accept') settle(talk);
}

function settle(talk: Talk): void {
  talk.state = 'accepted';
  clearTimeout(talk.ringing);
}

function forget(client: Client, session: string): void {
  clearTimeout(client.state.talks.get(session)?.ringing);
  client.state.talks.delete(session);
}

function toTalk(stored: Session, own: string): Talk | null {
  const { session, caller, callee, state } = stored;
  if (caller !== own && callee !== own) return null;
  const role = caller === own ? 'caller' : 'callee';
  return { session, other: otherOf(stored, own), role, state };
}

function otherOf({ caller, callee }: Session, own: string): string {
  return caller === own ? callee : caller;
}

/** Of a stranger's session nobody learns more than of one that never was. */
function noSession(): SignalError {
  return new SignalError('ERR_SIGNAL_NO_SESSION', 'There is no such session of yours');
}
