/** How saving a program went. */
export type SaveState =
  | { readonly status: 'idle' }
  | { readonly status: 'saved'; readonly version: number; readonly isUnread: boolean }
  | { readonly status: 'invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly status: 'refused'; readonly message: string; readonly isSignedOut?: boolean };
