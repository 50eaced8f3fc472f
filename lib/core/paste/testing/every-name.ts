import type { NameResolver } from '../paste-reading.ts';

/** Takes every name for a type that it does not know the id of. */
export const everyName: NameResolver = {
  acceptsEveryName: true,
  resolve: (name) => ({ kind: 'type', typeId: null, name }),
};
