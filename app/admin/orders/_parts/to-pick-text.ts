/** Items as the game's multibuy and search take them: name, a tab, count. */
export function toPickText(lines: readonly { name: string; quantity: number }[]): string {
  return lines.map(({ name, quantity }) => `${name}\t${quantity}`).join('\n');
}
