/** A finding in words, as the edge renders it from codes and values. */
export type FindingView = {
  readonly check: string;
  readonly level: 'ok' | 'advice' | 'problem' | 'fraud';
  /** "Items: too few" */
  readonly title: string;
  readonly message: string;
  /** What the pilot does about it; null where nothing is to do. */
  readonly fix: string | null;
  readonly expectedText: string;
  readonly actualText: string;
};
