import { userInfo } from 'node:os';

/**
 * What an operator can do about a file that could not be read or written.
 *
 * @param {unknown} fault
 * @returns {string | undefined} One sentence, or nothing for any other fault.
 */
export function explainFileFault(fault) {
  if (!(fault instanceof Error)) return undefined;
  const { code, path, dest } = /** @type {NodeJS.ErrnoException & { dest?: string }} */ (fault);
  const place = dest ?? path ?? 'a file';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full, ${place} could not be written: free some space and start again.`;
    case 'EROFS':
      return `${place} is on a read-only file system: put the checkout where it can be written.`;
    case 'EACCES':
    case 'EPERM':
      return `The user ${userName()} may not use ${place}: start as the owner of this folder, or give it to this user (chown -R).`;
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
      return `${place} stands where a ${code === 'EISDIR' ? 'file' : 'folder'} is expected: move it away and start again.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'The system allows no more open files: raise the limit (ulimit -n 4096) and start again.';
    default:
      return undefined;
  }
}

function userName() {
  try {
    return userInfo().username;
  } catch {
    // A number without a name, as in a container.
    return String(process.getuid?.());
  }
}
