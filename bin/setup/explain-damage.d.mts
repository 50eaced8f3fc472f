export function explainDamage(text: string): string | undefined;
