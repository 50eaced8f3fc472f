import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxContext } from '../context.ts';
import { type Call, type Handler, json, type Reply, type Route } from '../http/call.ts';
import type { Fault, FaultTarget } from './schema.ts';

const HTML = '<html><head><title>504 Gateway Time-out</title></head><body>awselb</body></html>';

type Parts = Pick<SandboxContext, 'store' | 'random'>;

/** Lets the faults that are set go off before, instead of or inside a route's own answer. */
export function withFaults(parts: Parts, target: FaultTarget, routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    const name = route.path.slice(`/${target}`.length);
    return { ...route, handle: hit(parts, target, name, route.handle) };
  });
}

function hit(parts: Parts, target: FaultTarget, name: string, handle: Handler): Handler {
  return async (call) => {
    const fault = parts.store.world.faults.find(
      (one) =>
        one.target === target &&
        (one.route === null || one.route === name) &&
        parts.random() * 100 < one.percent,
    );
    return fault ? goOff(fault, call, handle) : handle(call);
  };
}

async function goOff(fault: Fault, call: Call, handle: Handler): Promise<Reply> {
  switch (fault.kind) {
    case 'slow':
      // A caller that gave up must not keep the process waiting.
      await sleep(fault.delayMs, undefined, { signal: call.signal }).catch(() => {});
      return handle(call);
    case 'cut':
      return { ...(await handle(call)), isCut: true };
    case 'html':
      return { status: 200, headers: { 'Content-Type': 'text/html' }, body: HTML };
    case '504':
      // The load balancer answers, not ESI: no JSON, no headers of ESI.
      return { status: 504, headers: { 'Content-Type': 'text/html' }, body: HTML };
    case '420':
      return json(
        420,
        { error: 'This software has exceeded the error limit for ESI.' },
        { 'X-Esi-Error-Limit-Remain': '0', 'X-Esi-Error-Limit-Reset': '30' },
      );
    case '429':
      return json(429, { error: 'Too many requests' }, { 'Retry-After': '15' });
    case '520':
      return json(520, {
        error: "{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 82647325L}}",
      });
    case 'downtime':
      return json(503, { error: 'The datasource tranquility is temporarily unavailable' });
    case '500':
    case '502':
    case '503':
      return json(Number(fault.kind), { error: `Sandbox fault ${fault.kind}` });
  }
}
