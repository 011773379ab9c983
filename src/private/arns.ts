/**
 * An ARN in a text, as a regular expression of both Java's and JSONata's. It ends before quotes, commas and blanks.
 */
export const ARN = 'arn:[\\w:\\/.*+=@-]*';

/** What clients see in its place: an ARN holds the account. */
export const HIDDEN_ARN = 'arn:***';
