/**
 * What a process counts for Prometheus.
 *
 * @module
 */
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createEsiMetrics, type EsiHooks } from '#lib/eve/esi/index.ts';

export type Metrics = {
  readonly registry: Registry;
  /** For each client of ESI in this process. */
  readonly esiHooks: EsiHooks;
};

/** @param name Of the process; each number is labelled with it. */
export function createMetrics(name: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  return { registry, esiHooks: createEsiMetrics(registry) };
}

/** Count memory, processor time and the event loop of this process. Once in its life: what it starts stays. */
export function measureProcess({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}
