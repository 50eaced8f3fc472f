import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export function describeMachine() {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor';
  const cores = availableParallelism();
  const memoryGb = Math.round(totalmem() / 1e9);
  const [load = 0] = loadavg();
  const text = `${cores} × ${model}, ${memoryGb} GB, Node ${process.versions.node}, load ${load.toFixed(1)} at the start`;
  return { model, cores, memoryGb, node: process.versions.node, loadAtStart: load, text };
}
