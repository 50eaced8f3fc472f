import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxContext } from '../context.ts';
import { finish } from '../esi/cors.ts';
import type { Call, Handler, Reply, Route } from '../http/call.ts';
import { insteadOf } from './broken-answers.ts';
import { changeReply } from './change-reply.ts';
import type { Fault, FaultTarget } from './schema.ts';

const DOWNTIME_MINUTES = { from: 11 * 60, to: 11 * 60 + 20 };

type Parts = Pick<SandboxContext, 'store' | 'random' | 'clock'>;

/** Lets the faults that are set go off before, instead of or inside a route's own answer. */
export function withFaults(parts: Parts, target: FaultTarget, routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    // A browser's question before the call is no step of a script.
    if (route.method === 'OPTIONS') return route;
    const name = route.path.slice(`/${target}`.length);
    return { ...route, handle: hit(parts, target, name, route.handle) };
  });
}

function hit(parts: Parts, target: FaultTarget, name: string, handle: Handler): Handler {
  return async (call) => {
    const fault = take(parts, target, name);
    return fault ? goOff(parts, fault, call, handle) : handle(call);
  };
}

/** The first fault that fits; one whose calls are used up is gone. */
function take({ store, random, clock }: Parts, target: FaultTarget, name: string): Fault | null {
  const { world } = store;
  const fault = world.faults.find(
    (one) =>
      one.target === target &&
      (one.route === null || one.route === name) &&
      (one.kind !== 'daily-downtime' || isDowntime(clock())) &&
      random() * 100 < one.percent,
  );
  if (!fault) return null;
  if (fault.count !== null) {
    fault.count -= 1;
    if (fault.count < 1) world.faults = world.faults.filter((one) => one !== fault);
  }
  return fault;
}

async function goOff(parts: Parts, fault: Fault, call: Call, handle: Handler): Promise<Reply> {
  const instead = insteadOf(fault.kind);
  if (instead) return fault.target === 'esi' ? asEsi(instead, parts.clock()) : instead;
  if (fault.kind === 'slow') {
    // A caller that gave up must not keep the process waiting.
    await sleep(fault.delayMs, undefined, { signal: call.signal }).catch(() => {});
  }
  const reply = await handle(call);
  return changeReply({ fault, call, handle, now: parts.clock() }, reply);
}

// What ESI itself refuses carries what all of its answers carry; a load balancer's page does not.
function asEsi(reply: Reply, now: Date): Reply {
  return reply.headers?.['Content-Type'] === 'text/html' ? reply : finish(reply, now);
}

function isDowntime(now: Date): boolean {
  const minutes = now.getUTCHours() * 60 + now.getUTCMinutes();
  return minutes >= DOWNTIME_MINUTES.from && minutes < DOWNTIME_MINUTES.to;
}
