/**
 * What was answered under an Idempotency-Key: whoever asks the same again gets the same answer, and
 * nothing is made twice.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { v4 as createTurn } from 'uuid';
import * as z from 'zod';
import type { Container } from './container.ts';

/** After that a key is as good as new. */
export const KEPT_MS = 24 * 60 * 60_000;
/** Whoever has not answered after this long never will: longer than any request is given. */
const TURN_MS = 60_000;

const keptAnswerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type KeptAnswer = z.output<typeof keptAnswerSchema>;

export type Question = {
  /** Whose key it is: the same key of somebody else is another one. */
  readonly owner: string;
  /** What is asked to be done: "POST /quotes". */
  readonly operation: string;
  /** As the caller gave it. */
  readonly key: string;
  /** All that decides what is made. */
  readonly request: string;
};

export type OnceOutcome =
  | { readonly kind: 'answered'; readonly answer: KeptAnswer; readonly isReplayed: boolean }
  /** The key was used for another request. */
  | { readonly kind: 'other-request' }
  /** Another request of this key is still being answered. */
  | { readonly kind: 'running' };

export type MadeAnswer = {
  readonly answer: KeptAnswer;
  /** Whether anything was made. What was refused is not kept: asked again, it is tried again. */
  readonly isToKeep: boolean;
};

type Turn = { readonly id: Buffer; readonly turn: string; readonly createdAt: Date };

/**
 * Answer a question once. Of several at once one is answered, in whichever process.
 *
 * A process that dies meanwhile leaves its turn to the next who asks, a minute later; so `make` must do
 * nothing twice for one `seed`.
 *
 * @param make Given a text that is the same for every try to answer this question.
 */
export async function answerOnce(
  container: Pick<Container, 'pool' | 'clock' | 'log' | 'checkpoint'>,
  question: Question,
  make: (seed: string) => Promise<MadeAnswer>,
): Promise<OnceOutcome> {
  const found = await takeTurn(container, question);
  if ('kind' in found) return found;
  await container.checkpoint('turn taken');

  let made: MadeAnswer;
  try {
    made = await make(`${found.id.toString('hex')} ${found.createdAt.toISOString()}`);
  } catch (error) {
    // It may be done all the same: the next who asks goes on from here, with the same seed.
    await giveUp(container, found).catch((cause) => {
      container.log.warn({ err: cause }, 'a turn to answer was not given back');
    });
    throw error;
  }
  await container.checkpoint('answer made');
  if (made.isToKeep) await keep(container, found, made.answer);
  else await forget(container, found);
  await container.checkpoint('answer kept');
  return { kind: 'answered', answer: made.answer, isReplayed: false };
}

/** Forget the answers that are older than a day. @returns How many there were. */
export async function sweepKeptAnswers({
  db,
  clock,
}: Pick<Container, 'db' | 'clock'>): Promise<number> {
  const createdAt = { lt: new Date(clock().getTime() - KEPT_MS) };
  const { count } = await db.keptAnswer.deleteMany({ where: { createdAt } });
  return count;
}

const TAKE_TURN = `
  insert into kept_answer as kept (id, request_hash, turn, turn_until, created_at)
  values ($1, $2, $3, $4, $5)
  on conflict (id) do update set
    turn = excluded.turn, turn_until = excluded.turn_until, request_hash = excluded.request_hash,
    answer = null,
    created_at = case when kept.created_at < $6 then excluded.created_at else kept.created_at end
  where kept.created_at < $6
    or (kept.answer is null and kept.turn_until <= $5 and kept.request_hash = excluded.request_hash)
  returning created_at`;

async function takeTurn(
  container: Pick<Container, 'pool' | 'clock'>,
  question: Question,
): Promise<Turn | OnceOutcome> {
  const id = digest(question.owner, question.operation, question.key);
  const requestHash = digest(question.request);
  const turn = createTurn();
  // Twice: the one that is there may be forgotten before it is read.
  for (;;) {
    const now = container.clock();
    const turnUntil = new Date(now.getTime() + TURN_MS);
    const oldest = new Date(now.getTime() - KEPT_MS);
    const taken = await container.pool.query<{ created_at: Date }>({
      name: 'take-turn',
      text: TAKE_TURN,
      values: [id, requestHash, turn, turnUntil, now, oldest],
    });
    const [mine] = taken.rows;
    if (mine) return { id, turn, createdAt: mine.created_at };

    const kept = await container.pool.query<{ request_hash: Buffer; answer: unknown }>({
      name: 'read-kept-answer',
      text: 'select request_hash, answer from kept_answer where id = $1',
      values: [id],
    });
    const [row] = kept.rows;
    if (row) return toOutcome(row, requestHash);
  }
}

function toOutcome(
  row: { readonly request_hash: Buffer; readonly answer: unknown },
  requestHash: Buffer,
): OnceOutcome {
  if (!row.request_hash.equals(requestHash)) return { kind: 'other-request' };
  if (row.answer === null) return { kind: 'running' };
  return { kind: 'answered', answer: keptAnswerSchema.parse(row.answer), isReplayed: true };
}

/** Whoever was overtaken keeps nothing: the other one's answer stands. */
async function keep({ pool }: Pick<Container, 'pool'>, turn: Turn, answer: KeptAnswer) {
  await pool.query({
    name: 'keep-answer',
    text: 'update kept_answer set answer = $3 where id = $1 and turn = $2',
    values: [turn.id, turn.turn, JSON.stringify(answer)],
  });
}

async function forget({ pool }: Pick<Container, 'pool'>, turn: Turn) {
  await pool.query({
    name: 'forget-answer',
    text: 'delete from kept_answer where id = $1 and turn = $2',
    values: [turn.id, turn.turn],
  });
}

async function giveUp({ pool, clock }: Pick<Container, 'pool' | 'clock'>, turn: Turn) {
  await pool.query({
    name: 'give-up-turn',
    text: 'update kept_answer set turn_until = $3 where id = $1 and turn = $2',
    values: [turn.id, turn.turn, clock()],
  });
}

function digest(...parts: readonly string[]): Buffer {
  // With their lengths, so that no two lists make one text.
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return createHash('sha256').update(text).digest();
}
