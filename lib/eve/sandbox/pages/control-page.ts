export function controlPage(_: unknown): string {
  return 'soon';
}
