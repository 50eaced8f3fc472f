/**
 * Somebody, or a disk that was full, may have spoilt a package after npm had put it there.
 *
 * @param {string} text What a program printed, or the stack of a fault.
 * @returns {string | undefined} One sentence, where a package is damaged or gone.
 */
export function explainDamage(text) {
  for (const pattern of DAMAGES) {
    const name = pattern.exec(text)?.[1];
    if (name && !name.startsWith('node:')) {
      return `The package ${name} in node_modules is damaged or not there: remove the folder node_modules and start again.`;
    }
  }
  return undefined;
}

/** Each catches the name of the package. */
const DAMAGES = [
  /Cannot find (?:package|module) '[^'\n]*\bnode_modules\/((?:@[^/']+\/)?[^/']+)/,
  // Without a path it is a package that we name ourselves; "#lib/..." is a file of ours.
  /Cannot find (?:package|module) '((?:@[\w.-]+\/)?[a-z][\w.-]*)/,
  /Invalid package config [^\n]*\bnode_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/package\.json/,
  /\bnode_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/[^\n]*:\d+:\d+: ERROR: /,
  /\bnode_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/[^\n]*:\d+\n(?:[^\n]*\n){1,6}SyntaxError: /,
];
