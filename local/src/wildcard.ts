/**
 * A test for texts that fit a pattern: `*` stands for any characters, `\*` for itself, `\\` for a backslash.
 *
 * The texts between the asterisks are looked for in order, each at the first place that fits: the time is linear, without backtracking.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first, ...others] = literals(pattern);
  const last = others.pop();
  if (last === undefined) {
    return (text) => text === first;
  }
  return (text) => {
    let position = first.length;
    for (const part of others) {
      const found = text.indexOf(part, position);
      if (found < 0) {
        return false;
      }
      position = found + part.length;
    }
    return text.startsWith(first) && text.endsWith(last) && position <= text.length - last.length;
  };
}

/** The literal texts before, between and behind the asterisks. */
function literals(pattern: string): string[] {
  const parts = [''];
  for (const [token, escaped] of pattern.matchAll(/\\([*\\])|[^*\\]+|\*|\\/g)) {
    if (token === '*') {
      parts.push('');
    } else {
      parts[parts.length - 1] += escaped ?? token;
    }
  }
  return parts;
}
