export type InboxKey = {
  readonly keys: readonly string[];
  readonly does: string;
  /** Only with a role that may act. */
  readonly isAct?: boolean;
};

/** Every key of the inbox, in the order of use. The foot shows the first few. */
export const INBOX_KEYS: readonly InboxKey[] = [
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['o'], does: 'open in game', isAct: true },
  { keys: ['c'], does: 'copy code' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['/'], does: 'search' },
  { keys: ['.'], does: 'show what is new' },
  { keys: ['Home', 'End'], does: 'first, last' },
  { keys: ['?'], does: 'all keys' },
];
