import type { EsiBrowser } from '../client.ts';
import { createEsiBrowser, type EsiBrowserOptions } from '../create-esi-browser.ts';
import { createMemoryStore } from '../stores/memory-store.ts';
import type { EsiStore } from '../stores/store.ts';
import { freshFor, type ScriptedEsi, startScriptedEsi } from './start-scripted-esi.ts';

export type Stage = AsyncDisposable & {
  readonly esi: ScriptedEsi;
  readonly browser: EsiBrowser;
  readonly store: EsiStore;
  /** How long the client has waited between its tries; the time passed at once. */
  readonly waits: number[];
  readonly clock: () => Date;
  /** Let time pass, for ESI too. */
  pass(seconds: number): void;
  /** Headers of an answer that is good for so long from now. */
  fresh(seconds: number, more?: Parameters<typeof freshFor>[1]): Record<string, string>;
  /** Another tab: the same store and time, nothing else shared. */
  another(options?: Partial<EsiBrowserOptions>): EsiBrowser;
};

/** A scripted ESI, a client of it, and a clock that moves when the test says so. */
export async function setStage(options: Partial<EsiBrowserOptions> = {}): Promise<Stage> {
  const esi = await startScriptedEsi();
  let nowMs = Date.parse('2026-11-20T12:00:00Z');
  const waits: number[] = [];
  const store = options.store ?? createMemoryStore();
  const clock = () => new Date(nowMs);
  const another = (more: Partial<EsiBrowserOptions> = {}) =>
    createEsiBrowser({
      baseUrl: esi.baseUrl,
      userAgent: 'Market/1.0 (mail@example.com)',
      compatibilityDate: '2026-08-04',
      store,
      clock,
      random: () => 0.5,
      async wait(ms, signal) {
        signal.throwIfAborted();
        waits.push(ms);
        nowMs += ms;
      },
      ...options,
      ...more,
    });

  return {
    esi,
    browser: another(),
    store,
    waits,
    clock,
    pass: (seconds) => {
      nowMs += seconds * 1_000;
    },
    fresh: (seconds, more) => freshFor(seconds, { now: clock(), ...more }),
    another,
    [Symbol.asyncDispose]: () => esi[Symbol.asyncDispose](),
  };
}
