/** Import a peer by its name. It is found from here, and from nowhere else in the repository. */
export function loadPeer(name: string): Promise<unknown> {
  return import(name);
}
