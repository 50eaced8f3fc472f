import { afterEach, beforeEach } from 'vitest';
import { createEsiClient, type EsiClient, type EsiClientOptions } from '../index.ts';
import { type ScriptedEsi, startScriptedEsi } from './start-scripted-esi.ts';

export type StagedEsi = {
  readonly server: ScriptedEsi;
  /** A client of the server, on the test's own clock. */
  readonly esi: EsiClient;
  /** The test's clock; it stands still. */
  nowMs: number;
  /** Use a client with other settings from now on. */
  create(options?: Partial<EsiClientOptions>): EsiClient;
};

const START_MS = Date.parse('2026-11-20T10:00:00Z');

/**
 * For each test a scripted ESI and a client of it, ended after the test.
 *
 * @param defaults Settings of each client that is made.
 */
export function stageEsi(defaults: Partial<EsiClientOptions> = {}): StagedEsi {
  let server: ScriptedEsi;
  let esi: EsiClient;
  let clients: EsiClient[] = [];

  const stage: StagedEsi = {
    get server() {
      return server;
    },
    get esi() {
      return esi;
    },
    nowMs: START_MS,
    create(options = {}) {
      esi = createEsiClient({
        baseUrl: server.baseUrl,
        userAgent: 'AgeiraTest/1.0 (test@example.com)',
        clock: () => new Date(stage.nowMs),
        retryBaseMs: 1,
        ...defaults,
        ...options,
      });
      clients.push(esi);
      return esi;
    },
  };
  beforeEach(async () => {
    stage.nowMs = START_MS;
    server = await startScriptedEsi();
    stage.create();
  });
  afterEach(async () => {
    for (const client of clients) await client[Symbol.asyncDispose]();
    clients = [];
    await server[Symbol.asyncDispose]();
  });
  return stage;
}
