/**
 * The near end of one way, in a process of its own: no way runs in code that another one has warmed
 * up or spoiled. Started with the way and the serialization; each message is a task.
 *
 * @module
 */
import { type Result, type Task, taskSchema } from './wormhole-task.ts';
import { openWay, type Way } from './wormhole-ways.ts';

/** One line of a contract: what travels here, as many of them as it takes. */
const LINE = { typeId: 34, name: 'Tritanium', quantity: 1_000_000, isIncluded: true, price: 5.12 };

async function run(way: Way, task: Task): Promise<Result> {
  const payload = createPayload(task.bytes);
  const tookMs = new Float64Array(task.count);
  if (task.kind === 'events') await way.call('expect', task.count);
  globalThis.gc?.();
  const cpuBeforeMs = await readCpu(way);
  const startedMs = performance.now();
  if (task.kind === 'events') await way.tell(payload, task.count);
  else await callAll(way, payload, { ...task, tookMs });
  const wallMs = performance.now() - startedMs;
  const cpuMs = (await readCpu(way)) - cpuBeforeMs;
  return {
    perS: (task.count / wallMs) * 1_000,
    cpuUs: (cpuMs / task.count) * 1_000,
    p99Ms: tookMs.toSorted()[Math.floor(task.count * 0.99)] ?? Number.NaN,
  };
}

async function callAll(
  way: Way,
  payload: unknown,
  { count, atOnce, tookMs }: Task & { readonly tookMs: Float64Array },
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const startedMs = performance.now();
      await way.call('echo', payload);
      tookMs[index] = performance.now() - startedMs;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Of both ends, in milliseconds. */
async function readCpu(way: Way): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + Number(await way.call('cpu', undefined));
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
