/**
 * Cut one row of a delimited file. A cell in double quotes may hold the delimiter; two double
 * quotes in it stand for one. Blanks around cells are dropped.
 */
export function splitDelimited(row: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < row.length; i += 1) {
    const character = row.charAt(i);
    if (character === '"') {
      if (isQuoted && row.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else if (isQuoted || cell.trim() === '') isQuoted = !isQuoted;
      else cell += character;
    } else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  cells.push(cell.trim());
  return cells;
}
