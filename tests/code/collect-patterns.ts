import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression as it stands in our sources. */
export type Pattern = {
  /** "lib/core/isk.ts:17" */
  readonly where: string;
  readonly source: string;
  readonly flags: string;
};

/**
 * Every regular expression of our own sources: literals, and constructors over a text or template
 * that is constant. Tests, generated code and data are left out.
 */
export function collectPatterns(roots: readonly string[]): {
  readonly patterns: Pattern[];
  /** Constructors whose text is only known when they run: "lib/x.ts:3". */
  readonly computed: string[];
} {
  const patterns: Pattern[] = [];
  const computed: string[] = [];
  for (const path of roots.flatMap(listSources)) {
    const text = readFileSync(path, 'utf8');
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
    const visit = (node: ts.Node): void => {
      const where = () =>
        `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
        patterns.push({ where: where(), source, flags });
      } else if (isConstructor(node, file)) {
        const [source, flags] = node.arguments ?? [];
        if (source && ts.isStringLiteralLike(source)) {
          const known = flags && ts.isStringLiteralLike(flags) ? flags.text : '';
          patterns.push({ where: where(), source: source.text, flags: known });
        } else computed.push(where());
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { patterns, computed };
}

function isConstructor(
  node: ts.Node,
  file: ts.SourceFile,
): node is ts.NewExpression | ts.CallExpression {
  const makes = ts.isNewExpression(node) || ts.isCallExpression(node);
  return makes && node.expression.getText(file) === 'RegExp';
}

const SKIPPED = new Set(['generated', 'node_modules', 'testing']);

/** Every file of ours under a folder, but tests, generated code and data. */
export function listSources(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const path = join(root, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listSources(path);
    return /\.(?:ts|tsx|mjs)$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : [];
  });
}
