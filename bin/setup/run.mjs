import { explainFileFault } from './explain-file-fault.mjs';
import { install, ROOT } from './install.mjs';

/**
 * Install what is missing, then run a command that is written in TypeScript, and exit with its code.
 *
 * @param {string} module Beside this file.
 * @param {string} name Of the function in it: takes the checkout's root and the arguments.
 */
export async function run(module, name) {
  try {
    process.chdir(ROOT);
    await install();
    const { register } = await import('tsx/esm/api');
    register();
    const command = await import(`./${module}`);
    process.exit(await command[name](ROOT, process.argv.slice(2)));
  } catch (fault) {
    console.error(explainFileFault(fault) ?? fault);
    process.exit(1);
  }
}
