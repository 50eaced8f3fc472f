/**
 * Do something with each, with those of one kind one after another: what several do together goes on meanwhile.
 * Workers of one kind are called `<kind>-<number>`.
 *
 * @returns What came of each, in the order of `members`.
 */
export async function kindByKind<Member extends { readonly name: string }, Result>(
  members: readonly Member[],
  run: (member: Member) => Promise<Result>,
): Promise<Result[]> {
  const lasts = new Map<string, Promise<unknown>>();
  return Promise.all(
    members.map((member) => {
      const kind = member.name.replace(/-\d+$/, '');
      const before = lasts.get(kind) ?? Promise.resolve();
      const result = before.then(() => run(member));
      // One that fails keeps no other from its turn.
      lasts.set(
        kind,
        result.catch(() => {}),
      );
      return result;
    }),
  );
}
