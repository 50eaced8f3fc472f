export function explainVersion(version: string): string | null;
