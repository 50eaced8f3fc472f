/** How an adjustment went. */
export type AdjustState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'saved';
      readonly name: string;
      readonly quantity: number;
      readonly lacking: number;
    }
  | { readonly status: 'invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly status: 'refused'; readonly message: string };
