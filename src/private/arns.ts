/** Apostrophe, comma, semicolon and parentheses, which an ARN may hold, but which may follow one as well. */
const PUNCTUATION = '\\x27,;()';

/** What else an ARN may hold: neither blanks, quotes, brackets nor backslashes. By their codes, since the expression stands in quotes of several kinds. */
const OTHER = `[^\\x00-\\x20\\x22<>{}\\x5B\\x5D\\x5C${PUNCTUATION}]`;

/**
 * An ARN in a text, as a regular expression of both Java's and JSONata's. It ends where nothing of it can follow. Bounded, so that no text exhausts the
 * stack of Java's engine.
 */
export const ARN = `arn:${OTHER}*(?:[${PUNCTUATION}]+${OTHER}+){0,200}`;

/** What clients see in its place: an ARN holds the account. */
export const HIDDEN_ARN = 'arn:***';
