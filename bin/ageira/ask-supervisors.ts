import type { Supervisor } from '#lib/server/fleet/control-socket.ts';
import type { WorkerOutcomes, WorkerState } from '#lib/server/fleet/fleet-procedures.ts';

/** Of one supervisor. */
export type Asked = Pick<Supervisor, 'pid' | 'list' | 'workers'>;
export type Stated = WorkerState & { readonly supervisor: number };
export type Outcome = WorkerOutcomes[number] & { readonly supervisor: number };

/** What supervisors say, and those that say nothing: one of them keeps nobody from the others. */
export type Answers<Row> = {
  readonly rows: readonly Row[];
  readonly answering: readonly Asked[];
  /** A sentence for each. */
  readonly faults: readonly string[];
};

/** Ask each supervisor for something about its workers. */
export async function askEach<Row extends object>(
  supervisors: readonly Asked[],
  ask: (supervisor: Asked) => Promise<readonly Row[]>,
): Promise<Answers<Row & { readonly supervisor: number }>> {
  const settled = await Promise.allSettled(supervisors.map((each) => ask(each)));
  const all = supervisors.map((supervisor, at) => ({ supervisor, answer: settled[at] }));
  return {
    rows: all.flatMap(({ supervisor, answer }) =>
      answer?.status === 'fulfilled'
        ? answer.value.map((row) => ({ supervisor: supervisor.pid, ...row }))
        : [],
    ),
    answering: all.flatMap(({ supervisor, answer }) =>
      answer?.status === 'fulfilled' ? [supervisor] : [],
    ),
    faults: all.flatMap(({ supervisor, answer }) =>
      answer?.status === 'rejected'
        ? [`The supervisor ${supervisor.pid} does not answer, and nothing is known of its workers.`]
        : [],
    ),
  };
}
