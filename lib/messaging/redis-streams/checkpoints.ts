/** Where positions in streams are kept. A position never goes back. */
export type Checkpoints = {
  /** @returns The id after which to go on, or null where none is kept. */
  load(stream: string): Promise<string | null>;
  /** An id before the one that is kept changes nothing: a process that was slow may come late. */
  save(stream: string, id: string): Promise<void>;
  /** Forget a position, as before reading all of it again. */
  clear(stream: string): Promise<void>;
};
