/** Where all nodes keep their clients, and by which they reach each other. */
export type Backend = {
  /** Join: from then on this node's clients are online, and its hooks are called. */
  open(node: string, hooks: BackendHooks): Promise<void>;
  /** Leave. The clients of this node must have been released. */
  close(): Promise<void>;
  /** @returns False where there is one already. */
  create(id: string, fields: ReadonlyMap<string, string>): Promise<boolean>;
  read(id: string): Promise<StoredClient | null>;
  /** Sets some fields, and takes others away. */
  update(id: string, change: Change): Promise<'updated' | 'missing' | 'full'>;
  /** Its holder is told. @returns False where there was none. */
  remove(id: string): Promise<boolean>;
  claim(claim: Claim): Promise<'claimed' | 'missing' | 'taken'>;
  /** @returns False where it is another's by now. */
  release(id: string, session: string): Promise<boolean>;
  /** Hand messages to the nodes of those whom they are for, in order. */
  post(letters: readonly Letter[]): Promise<readonly Posting[]>;
  /** Tell a node what became of its messages. */
  answer(node: string, answers: readonly Answer[]): Promise<void>;
  /** All who are online, some at a time; who comes or goes meanwhile may be there or not. */
  pages(): AsyncIterable<readonly StoredClient[]>;
  count(): Promise<number>;
};

export type Change = {
  readonly fields: ReadonlyMap<string, string>;
  readonly gone: readonly string[];
  /** Most characters of all fields and their names: nothing is changed that would leave more. */
  readonly maxLength: number;
};

export type StoredClient = {
  readonly id: string;
  /** Null while it is offline. */
  readonly node: string | null;
  readonly createdOn: Date;
  /** When it came or left last. */
  readonly lastOnlineOn: Date | null;
  /** The application's, as JSON. */
  readonly fields: ReadonlyMap<string, string>;
};

export type Claim = {
  readonly id: string;
  readonly node: string;
  /** Of this one connection. */
  readonly session: string;
  /** What opens the door to take it over, hashed. */
  readonly tokenHash: string;
  /** 'create': make it where it is missing. 'restore': that too, but only if nobody else has it. */
  readonly mode: 'existing' | 'create' | 'restore';
  /** One that is made is forgotten when it leaves. */
  readonly isTemporary: boolean;
};

export type Letter = {
  readonly number: number;
  readonly id: string;
  /** JSON. */
  readonly text: string;
};

/** 'full': its node does not read what it has been sent. */
export type Posting = 'posted' | 'missing' | 'offline' | 'full';
/** 'gone': the client is not on that node (any more). 'failed': its connection did not take it. */
export type Outcome = 'delivered' | 'gone' | 'failed';
export type Answer = { readonly number: number; readonly outcome: Outcome };

export type BackendHooks = {
  readonly onLetters: (fromNode: string, letters: readonly Letter[]) => void;
  readonly onAnswers: (answers: readonly Answer[]) => void;
  /** A connection of ours is no longer the client's. */
  readonly onEnded: (id: string, session: string, reason: 'taken' | 'deleted') => void;
  /** The others have taken us for dead: what is here must be claimed again. */
  readonly onForgotten: () => void;
  readonly onError: (cause: unknown) => void;
};
