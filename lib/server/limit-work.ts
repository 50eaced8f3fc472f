import type { ServerResponse } from 'node:http';

type Limits = {
  /** Of one network. The rest stand in line. */
  readonly maximumWork: number;
  readonly maximumWaiting: number;
  /** What takes longer waits for something else, and keeps nobody from working. */
  readonly workMs: number;
};
type Line = { working: number; readonly waiting: (() => void)[] };

/**
 * Let each network have so much in work at once, that it cannot stand before everybody else: pages are
 * rendered one after the other, whoever has asked for them.
 *
 * @returns Resolves with whether it is this one's turn: 'never' where too many stand in line already,
 *   'left' where the caller has gone.
 */
export function createWorkLimit({ maximumWork, maximumWaiting, workMs }: Limits) {
  const lines = new Map<string, Line>();

  return function awaitTurn(
    network: string,
    response: ServerResponse,
  ): Promise<'turn' | 'left' | 'never'> {
    const line = lines.get(network) ?? { working: 0, waiting: [] };
    lines.set(network, line);
    return new Promise((resolve) => {
      const leave = (): void => {
        const at = line.waiting.indexOf(start);
        if (at >= 0) line.waiting.splice(at, 1);
        resolve('left');
      };
      const start = (): void => {
        response.off('close', leave);
        line.working += 1;
        let isOver = false;
        const end = (): void => {
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          line.working -= 1;
          line.waiting.shift()?.();
          if (line.working === 0) lines.delete(network);
        };
        const timer = setTimeout(end, workMs);
        response.once('close', end);
        resolve('turn');
      };
      if (response.closed) return leave();
      if (line.working < maximumWork) return start();
      if (line.waiting.length >= maximumWaiting) return resolve('never');
      line.waiting.push(start);
      response.once('close', leave);
    });
  };
}
