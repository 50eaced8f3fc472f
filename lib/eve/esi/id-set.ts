/** So many that none of them grows long: a set is copied whole each time that it doubles. */
const SHARDS = 64;

/**
 * A set of ids that takes hundreds of thousands without ever holding up the event loop: one `Set` of that size is
 * copied in one go when it grows, which takes longer than reading a page.
 */
export class IdSet {
  readonly #shards = Array.from({ length: SHARDS }, () => new Set<number | string>());

  /** @returns Whether it is new. */
  add(id: number | string): boolean {
    const shard = this.#shards[shardOf(id)];
    if (!shard || shard.has(id)) return false;
    shard.add(id);
    return true;
  }
}

function shardOf(id: number | string): number {
  if (typeof id === 'number') return (Math.abs(id) % SHARDS) | 0;
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (hash * 31 + id.charCodeAt(at)) | 0;
  return (hash >>> 0) % SHARDS;
}
