import { Agent, request } from 'node:http';

export type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The address that we come from: limits count by it. */
  readonly from?: string;
  /** Over a connection of its own: it waits for no other question of ours. */
  readonly isAlone?: boolean;
};
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const TIMEOUT_MS = 15_000;

/** Ask for exactly this target: no client in between tidies the path up. */
export function ask(
  siteUrl: string,
  target: string,
  { method = 'GET', headers = {}, body, from = '127.0.0.1', isAlone = false }: Asked = {},
): Promise<Answer> {
  const { hostname, port } = new URL(siteUrl);
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        agent: isAlone ? false : agent,
        host: hostname,
        family: 4,
        port,
        path: target,
        method,
        headers,
        localAddress: from,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        });
      },
    );
    asking.setTimeout(TIMEOUT_MS, () => asking.destroy(new Error(`No answer to ${target}`)));
    asking.on('error', reject);
    asking.end(body);
  });
}

const BUSY = 503;
const MOST_TRIES = 10;

/** As {@link ask}; where the site is too busy to answer, again, as a browser's user would. */
export async function askUntilAnswered(
  siteUrl: string,
  target: string,
  asked: Asked,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask(siteUrl, target, asked);
    if (answer.status !== BUSY || tries === MOST_TRIES) return answer;
  }
}
