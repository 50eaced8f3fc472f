export const ROOT: string;
export function install(): Promise<void>;
export function explainNpm(output: string): string;
export function holdsAll(
  wanted: Record<string, LockedPackage>,
  found: Record<string, LockedPackage>,
): boolean;
export type LockedPackage = {
  version?: string;
  optional?: boolean;
  devOptional?: boolean;
  link?: boolean;
};
