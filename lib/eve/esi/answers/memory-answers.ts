import type { AnswerBody, AnswerHead, Answers, KeptAnswer } from './answers.ts';

type Entry = { answer: KeptAnswer; readonly sizeBytes: number };

/**
 * Answers in memory, the least recently used given up first. What a schema has made of a text is kept, the
 * text is not.
 *
 * @param maxBytes Bound on the sum of the answers' text lengths; the objects take more.
 */
export function createMemoryAnswers({
  maxEntries = 5_000,
  maxBytes = 64 * 1024 * 1024,
}: {
  maxEntries?: number;
  maxBytes?: number;
} = {}): Answers {
  // A Map keeps the order of insertion, so its first key is the one that rested longest.
  const entries = new Map<string, Entry>();
  let heldBytes = 0;

  function drop(key: string): void {
    heldBytes -= entries.get(key)?.sizeBytes ?? 0;
    entries.delete(key);
  }

  return {
    async get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.answer;
    },
    async set(key, head, { text, data }: AnswerBody) {
      drop(key);
      entries.set(key, { answer: { head, read: () => data }, sizeBytes: text.length });
      heldBytes += text.length;
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && heldBytes <= maxBytes) break;
        drop(oldest);
      }
    },
    async renew(key, head: AnswerHead) {
      const entry = entries.get(key);
      if (entry) entry.answer = { head, read: entry.answer.read };
    },
  };
}
