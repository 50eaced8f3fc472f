import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type RawFields, StreamsManager } from '#lib/messaging/redis-streams/index.ts';
import { readAnswers, writeAnswers } from './answers.ts';
import type { Answer, Backend, BackendHooks, Letter, StoredClient } from './backend.ts';
import { createScriptRunner } from './run-script.ts';
import {
  BEAT,
  CLAIM,
  CREATE,
  FORGET_READ,
  LEAVE,
  NODES,
  POST,
  READ,
  RELEASE,
  REMOVE,
  UPDATE,
} from './scripts.ts';

export type RedisBackendOptions = {
  /** Stays the caller's; a duplicate of it listens. */
  readonly redis: Redis;
  /** Of all keys. Default 'registry'. */
  readonly prefix?: string | undefined;
  /** A node that was silent for so long is dead, and its clients are gone. Default 15 s. */
  readonly nodeLivesMs?: number | undefined;
  /** A client that is offline is forgotten after so long. Default 30 days. */
  readonly keepOfflineMs?: number | undefined;
  /** Most bytes of messages that may wait for one node to read them. Default 64 MiB. */
  readonly maxUnreadBytes?: number | undefined;
  readonly clock?: (() => Date) | undefined;
};

const NODE_LIVES_MS = 15_000;
const KEEP_OFFLINE_MS = 30 * 24 * 3_600_000;
const PAGE = 200;
const LIFE_BYTES = 6;
const MAX_UNREAD_BYTES = 67_108_864;
/** What was read is taken out of Redis each time that it is so much, and with each heartbeat. */
const FORGET_AT_BYTES = 1_048_576;

const raw = (fields: RawFields) => fields;

/**
 * Nodes on one Redis. A node is told things by a stream of its own, and tells by a heartbeat that it
 * lives: when that ends, however it ended, all its clients are offline in the same moment.
 */
export function createRedisBackend(options: RedisBackendOptions): Backend {
  const { redis, clock = () => new Date() } = options;
  const nodeLivesMs = options.nodeLivesMs ?? NODE_LIVES_MS;
  const keepOfflineMs = options.keepOfflineMs ?? KEEP_OFFLINE_MS;
  const maxUnreadBytes = options.maxUnreadBytes ?? MAX_UNREAD_BYTES;
  const root = `{${options.prefix ?? 'registry'}}`;
  const run = createScriptRunner(redis, root);
  const streams = new StreamsManager<RawFields>(redis, { decode: raw });
  let ownNode = '';
  let hooks: BackendHooks | undefined;
  let beating: NodeJS.Timeout | undefined;
  let readId: string | undefined;
  let readBytes = 0;

  const now = () => clock().getTime();
  const forgetRead = async () => {
    if (readId === undefined) return;
    const values = [ownNode, readId, readBytes];
    readId = undefined;
    readBytes = 0;
    await run(FORGET_READ, values);
  };
  const read = (fields: RawFields, id: string, given: BackendHooks) => {
    readBytes += readInbox(fields, given);
    readId = id;
    if (readBytes >= Math.min(FORGET_AT_BYTES, maxUnreadBytes / 2)) {
      forgetRead().catch(given.onError);
    }
  };
  const beat = async () => {
    const isKnown = await run(BEAT, [ownNode, nodeLivesMs, now(), keepOfflineMs]);
    return isKnown === 1;
  };
  const beatLater = () => {
    beating = setTimeout(() => {
      beat()
        .then((isKnown) => {
          if (!isKnown) hooks?.onForgotten();
          return forgetRead();
        })
        .catch((error) => hooks?.onError(error))
        .finally(() => {
          if (hooks) beatLater();
        });
    }, nodeLivesMs / 3).unref();
  };

  return {
    async open(node, given) {
      ownNode = toLife(node);
      hooks = given;
      await beat();
      streams.on('error', (error) => given.onError(error));
      streams.add({ key: `${root}:inbox:${ownNode}`, id: '0' });
      streams.on(`${root}:inbox:${ownNode}`, (fields, id) => read(fields, id, given));
      beatLater();
    },
    async close() {
      hooks = undefined;
      clearTimeout(beating);
      await streams.disconnect();
      await run(LEAVE, [ownNode]);
    },
    create: async (id, fields) =>
      (await run(CREATE, [id, now(), keepOfflineMs, ...[...fields].flat()])) === 1,
    read: async (id) => toStored(id, await run(READ, [id])),
    async update(id, { fields, gone, maxLength }) {
      const values = [id, maxLength, fields.size, ...[...fields].flat(), ...gone];
      const answer = await run(UPDATE, values);
      return answer === 'updated' || answer === 'missing' ? answer : 'full';
    },
    remove: async (id) => (await run(REMOVE, [id])) === 1,
    async claim({ id, session, tokenHash, mode, isTemporary }) {
      const values = [id, ownNode, session, tokenHash, mode, now(), isTemporary ? 1 : 0];
      const answer = await run(CLAIM, values);
      return answer === 'claimed' || answer === 'missing' ? answer : 'taken';
    },
    release: async (id, session) => (await run(RELEASE, [id, session, now(), keepOfflineMs])) === 1,
    async post(letters: readonly Letter[]) {
      const given: (string | number)[] = [ownNode, maxUnreadBytes];
      for (const { number, id, text } of letters) given.push(number, id, text);
      const statuses = await run(POST, given);
      return Array.isArray(statuses) ? statuses.map(toPosting) : [];
    },
    async answer(node: string, answers: readonly Answer[]) {
      const inbox = `${root}:inbox:${node}`;
      // A node that has died is not to have an inbox again.
      await redis.xadd(inbox, 'NOMKSTREAM', '*', 'a', writeAnswers(answers));
    },
    async *pages() {
      for (const node of (await run(NODES, [])) as string[]) {
        let cursor = '0';
        do {
          const [next, ids] = await redis.sscan(`${root}:at:${node}`, cursor, 'COUNT', PAGE);
          cursor = next;
          const read = await Promise.all(
            ids.map(async (id) => toStored(id, await run(READ, [id]))),
          );
          yield read.filter((each) => each !== null && each.node !== null) as StoredClient[];
        } while (cursor !== '0');
      }
    },
    async count() {
      const nodes = (await run(NODES, [])) as string[];
      const counts = await Promise.all(nodes.map((node) => redis.scard(`${root}:at:${node}`)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/**
 * A node that was killed and starts again under its name is another one: what was for the one before is
 * not for it, and its clients go as those of any node that died.
 */
function toLife(name: string): string {
  return `${name}~${randomBytes(LIFE_BYTES).toString('base64url')}`;
}

function toName(life: string): string {
  return life.slice(0, life.lastIndexOf('~'));
}

/**
 * What a node is told: messages, answers, or that a connection of its has ended.
 *
 * @returns How many bytes of messages.
 */
function readInbox(fields: RawFields, hooks: BackendHooks): number {
  const kind = String(fields[0]);
  let bytes = 0;
  if (kind === 'm') {
    const letters: Letter[] = [];
    for (let index = 3; index < fields.length; index += 2) {
      const head = String(fields[index - 1]);
      bytes += fields[index]?.length ?? 0;
      const at = head.indexOf(':');
      const number = Number(head.slice(0, at));
      letters.push({ number, id: head.slice(at + 1), text: String(fields[index]) });
    }
    hooks.onLetters(String(fields[1]), letters);
  } else if (kind === 'a') hooks.onAnswers(readAnswers(String(fields[1])));
  else if (kind === 'e') {
    const reason = String(fields[5]) === 'deleted' ? 'deleted' : 'taken';
    hooks.onEnded(String(fields[1]), String(fields[3]), reason);
  }
  return bytes;
}

function toPosting(status: unknown) {
  if (status === 0) return 'posted';
  if (status === 3) return 'full';
  return status === 1 ? 'missing' : 'offline';
}

function toStored(id: string, reply: unknown): StoredClient | null {
  if (!Array.isArray(reply) || reply.length < 2) return null;
  const [node, flat] = reply as [string, string[]];
  const fields = new Map<string, string>();
  const own = new Map<string, string>();
  for (let index = 1; index < flat.length; index += 2) {
    const [key = '', value = ''] = [flat[index - 1], flat[index]];
    if (key.startsWith('d:')) fields.set(key.slice(2), value);
    else own.set(key, value);
  }
  const seen = own.get('seen');
  return {
    id,
    node: node === '' ? null : toName(node),
    createdOn: new Date(Number(own.get('created'))),
    lastOnlineOn: seen === undefined ? null : new Date(Number(seen)),
    fields,
  };
}
