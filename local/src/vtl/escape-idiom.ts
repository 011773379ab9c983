import type { Access, Expression, ReferenceNode } from './tree';

/**
 * The text in `$util.escapeJavaScript(text).replaceAll("\\'","'")`, which is what AWS's documentation says to write for a text in JSON, and
 * nearly every template does; undefined for any other reference. To escape the quotes only to take the escapes back costs as much as the rest.
 */
export function textOfEscapeIdiom({ name, path: [escape, replace] }: ReferenceNode): Expression | undefined {
  const isIdiom = name === 'util' && isCall(escape, 'escapeJavaScript', 1) && isCall(replace, 'replaceAll', 2)
    && isLiteral(replace.args[0], "\\\\'") && isLiteral(replace.args[1], "'");
  return isIdiom ? escape.args[0] : undefined;
}

function isCall(access: Access | undefined, name: string, count: number): access is Extract<Access, { kind: 'method' }> {
  return access?.kind === 'method' && access.name === name && access.args.length === count;
}

function isLiteral(expression: Expression, text: string): boolean {
  return expression.kind === 'literal' && expression.value === text;
}
