/** How saving or removing a rule went. */
export type RuleState =
  | { readonly status: 'idle' | 'saved' }
  | { readonly status: 'invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly status: 'refused'; readonly message: string; readonly isSignedOut?: boolean };
