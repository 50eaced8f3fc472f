/**
 * The near end of one way, in a process of its own: no way runs in code that another one has warmed
 * up or spoiled. Started with the way and the serialization; each message is a task.
 *
 * @module
 */
import { median } from './rounds.ts';
import { type Result, type Task, taskSchema } from './wormhole-task.ts';
import { openWay, type Way } from './wormhole-ways.ts';

/** One line of a contract: what travels here, as many of them as it takes. */
const LINE = { typeId: 34, name: 'Tritanium', quantity: 1_000_000, isIncluded: true, price: 5.12 };

async function run(way: Way, { kind, count, atOnce, bytes }: Task): Promise<Result> {
  const payload = createPayload(bytes);
  if (kind === 'events') {
    await way.call('expect', count);
    const startedMs = performance.now();
    await way.tell(payload, count);
    return { perS: (count / (performance.now() - startedMs)) * 1_000, p50Ms: 0, p99Ms: 0 };
  }
  const tookMs = new Float64Array(count);
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const startedMs = performance.now();
      await way.call('echo', payload);
      tookMs[index] = performance.now() - startedMs;
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const wallMs = performance.now() - startedMs;
  const sorted = tookMs.toSorted();
  return {
    perS: (count / wallMs) * 1_000,
    p50Ms: median([...sorted]),
    p99Ms: sorted[Math.floor(count * 0.99)] ?? Number.NaN,
  };
}

function createPayload(bytes: number): unknown {
  if (bytes === 0) return LINE;
  const length = Math.ceil(bytes / (JSON.stringify(LINE).length + 1));
  return Array.from({ length }, (_, index) => ({ ...LINE, typeId: index }));
}

const [name, serialization] = process.argv.slice(2) as [never, never];
const way = await openWay(name, serialization);
process.on('message', async (task) => {
  process.send?.(await run(way, taskSchema.parse(task)));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
