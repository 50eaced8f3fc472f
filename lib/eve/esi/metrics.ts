import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EsiHooks } from './hooks.ts';

/** ESI itself gives up after 10 s. */
const CALL_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WAIT_SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30];

/**
 * Hooks that count for Prometheus. Made once a registry, for all clients of a process:
 *
 * - `esi_requests_total{route,source}`: requests of callers, by how they were met.
 * - `esi_calls_total{route,status,code}`: calls over the wire. `status` is `none` where no answer came, `code`
 *   the error's, or `ok`.
 * - `esi_call_duration_seconds{route}`, `esi_call_wait_seconds{route}`: how long they took, and waited for
 *   their turn before.
 * - `esi_bucket_tokens_left{group}`, `esi_errors_left`: what ESI said last is left. Buckets of several
 *   characters share a group: it is the last answer's.
 *
 * @throws {Error} When the registry has them already.
 */
export function createEsiMetrics(
  registry: Registry,
): Required<Pick<EsiHooks, 'onCall' | 'onRequest'>> {
  const registers = [registry];
  const requests = new Counter({
    name: 'esi_requests_total',
    help: 'Requests to ESI, by how they were met',
    labelNames: ['route', 'source'] as const,
    registers,
  });
  const calls = new Counter({
    name: 'esi_calls_total',
    help: 'Calls to ESI over the wire, by their answer',
    labelNames: ['route', 'status', 'code'] as const,
    registers,
  });
  const durations = new Histogram({
    name: 'esi_call_duration_seconds',
    help: 'Time that ESI took to answer',
    labelNames: ['route'] as const,
    buckets: CALL_SECONDS,
    registers,
  });
  const waits = new Histogram({
    name: 'esi_call_wait_seconds',
    help: 'Time that a call waited for its turn',
    labelNames: ['route'] as const,
    buckets: WAIT_SECONDS,
    registers,
  });
  const tokensLeft = new Gauge({
    name: 'esi_bucket_tokens_left',
    help: 'Tokens that ESI said last are left in a bucket',
    labelNames: ['group'] as const,
    registers,
  });
  const errorsLeft = new Gauge({
    name: 'esi_errors_left',
    help: 'Errors that ESI said last are left in the window of our address',
    registers,
  });

  return {
    onRequest({ route, source }) {
      requests.inc({ route, source });
    },
    onCall({ route, status, code, durationMs, waitedMs, bucket, errorsLeft: left }) {
      calls.inc({ route, status: String(status ?? 'none'), code: code ?? 'ok' });
      durations.observe({ route }, durationMs / 1_000);
      waits.observe({ route }, waitedMs / 1_000);
      if (bucket) tokensLeft.set({ group: bucket.group }, bucket.left);
      if (left !== null) errorsLeft.set(left);
    },
  };
}
