export const ROOT: string;
export function install(purpose?: { forTests?: boolean }): Promise<void>;
export function explainNpm(output: string): string;
export function holdsAll(
  wanted: Record<string, LockedPackage>,
  found: Record<string, LockedPackage>,
  forTests: boolean,
): boolean;
export type LockedPackage = {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  link?: boolean;
};
