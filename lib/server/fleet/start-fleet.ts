import type { ChildProcess } from 'node:child_process';
import { Member } from './member.ts';
import type { FleetMember, MemberSettings, MemberState } from './member-settings.ts';

export { MEMORY_MB } from './member.ts';
export type { FleetMember, MemberState } from './member-settings.ts';

export type FleetOptions = Pick<MemberSettings, 'log'> & Partial<Omit<MemberSettings, 'log'>>;

export type Fleet = AsyncDisposable & {
  /** Process ids of the children that live, by name. */
  pids(): Map<string, number>;
  /** How each of them is. */
  describe(): readonly MemberState[];
  /** By name; undefined for none of ours. */
  member(name: string): Member | undefined;
  /** The processes of these members that may be given something new: none that is paused, or does not answer. */
  readyChildren(names: readonly string[]): readonly ChildProcess[];
};

/**
 * Keep one child process running for each member, until disposed of.
 *
 * A child that dies is started again, ever more slowly while it keeps dying; one that answers no more is
 * killed first. Disposal sends SIGTERM, waits, then kills: no child outlives the fleet. A child also sees the
 * end of this process by its IPC channel.
 */
export function startFleet(members: readonly FleetMember[], options: FleetOptions): Fleet {
  const settings: MemberSettings = {
    firstPauseMs: 1_000,
    maximumPauseMs: 30_000,
    healthyAfterMs: 60_000,
    drainMs: 10_000,
    lookMs: 10_000,
    missesAllowed: 3,
    onDeaths: () => {},
    execArgv: process.execArgv,
    clock: () => new Date(),
    ...options,
  };
  const all = new Map(members.map((each) => [each.name, new Member(each, settings)]));
  const looking = setInterval(() => {
    for (const member of all.values()) void member.look();
  }, settings.lookMs);

  return {
    pids: () =>
      new Map(
        [...all.values()].flatMap(({ name, child }) =>
          child?.pid === undefined ? [] : [[name, child.pid]],
        ),
      ),
    describe: () => [...all.values()].map((member) => member.describe()),
    member: (name) => all.get(name),
    readyChildren: (names) =>
      names.flatMap((name) => {
        const member = all.get(name);
        return member?.isReady && member.child ? [member.child] : [];
      }),
    async [Symbol.asyncDispose]() {
      clearInterval(looking);
      await Promise.all([...all.values()].map((member) => member.stop()));
    },
  };
}
