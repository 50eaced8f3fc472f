import type {
  Answer,
  Backend,
  BackendHooks,
  Claim,
  Letter,
  Posting,
  StoredClient,
} from './backend.ts';

type Kept = {
  readonly createdOn: Date;
  lastOnlineOn: Date | null;
  holder: { node: string; session: string; tokenHash: string } | null;
  isTemporary: boolean;
  fields: Map<string, string>;
};

/** What the nodes of one process share. */
export type MemoryHub = {
  readonly clients: Map<string, Kept>;
  readonly nodes: Map<string, BackendHooks>;
};

export function createMemoryHub(): MemoryHub {
  return { clients: new Map(), nodes: new Map() };
}

/** For one process alone, and for tests. Messages come as later as they would from elsewhere. */
export function createMemoryBackend(hub: MemoryHub, clock: () => Date = () => new Date()): Backend {
  let ownNode = '';
  const tell = (node: string, tellIt: (hooks: BackendHooks) => void) => {
    setImmediate(() => {
      const hooks = hub.nodes.get(node);
      if (hooks) tellIt(hooks);
    });
  };
  const end = (id: string, kept: Kept, reason: 'taken' | 'deleted') => {
    const { holder } = kept;
    if (holder) tell(holder.node, ({ onEnded }) => onEnded(id, holder.session, reason));
  };

  return {
    async open(node, hooks) {
      ownNode = node;
      hub.nodes.set(node, hooks);
    },
    async close() {
      hub.nodes.delete(ownNode);
    },
    async create(id, fields) {
      if (hub.clients.has(id)) return false;
      hub.clients.set(id, createKept(clock(), fields));
      return true;
    },
    read: async (id) => toStored(id, hub.clients.get(id)),
    async update(id, { fields, gone, maxLength }) {
      const kept = hub.clients.get(id);
      if (!kept) return 'missing';
      const left = new Map([...kept.fields, ...fields]);
      for (const key of gone) left.delete(key);
      let length = 0;
      for (const [key, text] of left) length += key.length + text.length;
      if (length > maxLength) return 'full';
      kept.fields = left;
      return 'updated';
    },
    async remove(id) {
      const kept = hub.clients.get(id);
      if (!kept) return false;
      end(id, kept, 'deleted');
      return hub.clients.delete(id);
    },
    async claim({ id, node, session, tokenHash, mode, isTemporary }: Claim) {
      let kept = hub.clients.get(id);
      if (!kept) {
        if (mode === 'existing') return 'missing';
        kept = { ...createKept(clock(), new Map()), isTemporary };
        hub.clients.set(id, kept);
      }
      if (kept.holder && kept.holder.session !== session) {
        if (mode === 'restore' || kept.holder.tokenHash !== tokenHash) return 'taken';
        end(id, kept, 'taken');
      }
      kept.holder = { node, session, tokenHash };
      kept.lastOnlineOn = clock();
      return 'claimed';
    },
    async release(id, session) {
      const kept = hub.clients.get(id);
      if (kept?.holder?.session !== session) return false;
      kept.holder = null;
      kept.lastOnlineOn = clock();
      if (kept.isTemporary) hub.clients.delete(id);
      return true;
    },
    async post(letters) {
      const postings: Posting[] = [];
      const byNode = new Map<string, Letter[]>();
      for (const letter of letters) {
        const kept = hub.clients.get(letter.id);
        postings.push(!kept ? 'missing' : kept.holder ? 'posted' : 'offline');
        if (!kept?.holder) continue;
        const bag = byNode.get(kept.holder.node) ?? [];
        bag.push(letter);
        byNode.set(kept.holder.node, bag);
      }
      const from = ownNode;
      for (const [node, bag] of byNode) tell(node, ({ onLetters }) => onLetters(from, bag));
      return postings;
    },
    async answer(node, answers: readonly Answer[]) {
      tell(node, ({ onAnswers }) => onAnswers(answers));
    },
    async *pages() {
      const online: StoredClient[] = [];
      for (const [id, kept] of hub.clients) {
        const stored = kept.holder && toStored(id, kept);
        if (stored) online.push(stored);
      }
      yield online;
    },
    async count() {
      let count = 0;
      for (const { holder } of hub.clients.values()) count += holder ? 1 : 0;
      return count;
    },
  };
}

function createKept(createdOn: Date, fields: ReadonlyMap<string, string>): Kept {
  return {
    createdOn,
    lastOnlineOn: null,
    holder: null,
    isTemporary: false,
    fields: new Map(fields),
  };
}

function toStored(id: string, kept: Kept | undefined): StoredClient | null {
  if (!kept) return null;
  const { createdOn, lastOnlineOn, holder, fields } = kept;
  return { id, createdOn, lastOnlineOn, node: holder?.node ?? null, fields: new Map(fields) };
}
