/** A JSONata expression, as a state's field holds it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** JSONata that is written on several lines, as one line. */
export function inOneLine(expression: string): string {
  return expression.replace(/\n\s*/g, ' ');
}

/**
 * JSONata: the length of a text in UTF-8. `$length` counts characters, of which each has a byte more for each range that it is beyond.
 *
 * @param text - JSONata of the text
 */
export function bytesOf(text: string): string {
  const beyond = (range: string) => `$length($replace($text, /[${range}]+/, ''))`;
  return `($text := ${text}; $length($text) + ${['\\u0000-\\u007f', '\\u0000-\\u07ff', '\\u0000-\\ud7ff\\ue000-\\uffff'].map(beyond).join(' + ')})`;
}
