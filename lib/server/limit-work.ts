import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
// The global one has no types for the event loop.
import { performance as loop } from 'node:perf_hooks';

type Limits = {
  /** Of one network. The rest stand in line. */
  readonly maximumWork: number;
  readonly maximumWaiting: number;
  /** What takes longer waits for something else, and keeps nobody from working. */
  readonly workMs: number;
  /** But for so many of those: where everything is slow, it is for this network's own work. */
  readonly maximumSlow: number;
  /** Begun in a second, and twice as many after a pause. */
  readonly maximumBegunPerSecond: number;
};

type Line = {
  working: number;
  slow: number;
  /** How many may begin at once; refilled with time. */
  tokens: number;
  refilledMs: number;
  timer: NodeJS.Timeout | undefined;
  readonly waiting: (() => void)[];
};

const IDLE_MS = 5_000;
/** Of the time. */
const BUSY = 0.8;

/**
 * Let each network have so much in work at once, and begin so much in a second, that it cannot stand
 * before everybody else: pages are rendered one after the other, whoever has asked for them, and new
 * connections are taken up only in between.
 *
 * @param watchLoop Begins to watch whether this process computes all the time.
 * @returns Resolves with whether it is this one's turn: 'never' where too many stand in line already,
 *   'left' where the caller has gone.
 */
export function createWorkLimit(limits: Limits, watchLoop: Watch = watchEventLoop) {
  const lines = new Map<string, Line>();

  return function awaitTurn(
    network: string,
    response: ServerResponse,
  ): Promise<'turn' | 'left' | 'never'> {
    if (isOver(response)) return Promise.resolve('left');
    const line = lines.get(network) ?? newLine(limits);
    lines.set(network, line);
    if (line.waiting.length >= limits.maximumWaiting) return Promise.resolve('never');

    return new Promise((resolve) => {
      const leave = (): void => {
        const place = line.waiting.indexOf(start);
        if (place !== -1) line.waiting.splice(place, 1);
        rest();
        resolve('left');
      };
      const start = (): void => {
        stay();
        // A place that is given back while its connection breaks falls to the next one on it.
        if (isOver(response)) {
          leave();
          return;
        }
        work(line, response, { limits, watchLoop, onEnd: rest });
        resolve('turn');
      };
      const rest = (): void => {
        if (!isIdle(line)) return;
        clearTimeout(line.timer);
        line.timer = setTimeout(() => isIdle(line) && lines.delete(network), IDLE_MS).unref();
      };
      line.waiting.push(start);
      const stay = onceOver(response, leave);
      advance(line, limits);
    });
  };
}

function isIdle({ working, slow, waiting }: Line): boolean {
  return working + slow + waiting.length === 0;
}

function newLine({ maximumBegunPerSecond }: Limits): Line {
  return {
    working: 0,
    slow: 0,
    tokens: 2 * maximumBegunPerSecond,
    refilledMs: performance.now(),
    timer: undefined,
    waiting: [],
  };
}

type Watch = () => () => boolean;

function watchEventLoop(): () => boolean {
  const before = loop.eventLoopUtilization();
  return () => loop.eventLoopUtilization(before).utilization > BUSY;
}

function work(
  line: Line,
  response: ServerResponse,
  { limits, watchLoop, onEnd }: { limits: Limits; watchLoop: Watch; onEnd: () => void },
): void {
  let isSlow = false;
  let isBusy = watchLoop();
  line.working += 1;
  const late = setInterval(() => {
    // It may be this one that computes.
    const waitsForOthers = !isBusy();
    isBusy = watchLoop();
    if (!waitsForOthers || line.slow >= limits.maximumSlow) return;
    clearInterval(late);
    isSlow = true;
    line.slow += 1;
    line.working -= 1;
    advance(line, limits);
  }, limits.workMs);
  onceOver(response, () => {
    clearInterval(late);
    if (isSlow) line.slow -= 1;
    else line.working -= 1;
    advance(line, limits);
    onEnd();
  });
}

const overs = new WeakMap<Socket, Set<() => void>>();

/**
 * Run once when an answer is out, or its connection gone. An answer that stands behind another on its
 * connection is never closed by itself when that breaks: Node gives it the connection only in its turn.
 *
 * @returns Forgets it.
 */
function onceOver(response: ServerResponse, run: () => void): () => void {
  const { socket } = response.req;
  const onSocket = overs.get(socket) ?? watch(socket);
  const forget = (): void => {
    response.off('close', over);
    onSocket.delete(over);
  };
  const over = (): void => {
    forget();
    run();
  };
  response.once('close', over);
  onSocket.add(over);
  return forget;
}

function isOver(response: ServerResponse): boolean {
  return response.closed || response.req.socket.destroyed;
}

/** One listener, however many are asked for on a connection. */
function watch(socket: Socket): Set<() => void> {
  const onSocket = new Set<() => void>();
  overs.set(socket, onSocket);
  socket.once('close', () => {
    for (const over of onSocket) over();
  });
  return onSocket;
}

/** Begin as many of those who wait as may begin now. */
function advance(line: Line, limits: Limits): void {
  while (line.waiting.length > 0 && line.working < limits.maximumWork) {
    const waitMs = takeToken(line, limits);
    if (waitMs > 0) {
      clearTimeout(line.timer);
      line.timer = setTimeout(() => advance(line, limits), waitMs);
      return;
    }
    line.waiting.shift()?.();
  }
}

/** @returns 0 when one was taken, else after how long there is one. */
function takeToken(line: Line, { maximumBegunPerSecond }: Limits): number {
  const nowMs = performance.now();
  const aTokenMs = 1_000 / maximumBegunPerSecond;
  const refilled = line.tokens + (nowMs - line.refilledMs) / aTokenMs;
  line.tokens = Math.min(refilled, 2 * maximumBegunPerSecond);
  line.refilledMs = nowMs;
  if (line.tokens < 1) return Math.ceil((1 - line.tokens) * aTokenMs);
  line.tokens -= 1;
  return 0;
}
