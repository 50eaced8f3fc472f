export function gamePage(_: unknown): string {
  return 'soon';
}
