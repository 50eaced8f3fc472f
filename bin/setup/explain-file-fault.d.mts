export function explainFileFault(fault: unknown): string | undefined;
