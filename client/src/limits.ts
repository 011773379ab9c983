/*
 * The times, in milliseconds, and the limits that no option sets.
 */

/** What a platform's timer can count: a longer one would fall due at once. */
export const LONGEST_TIMER = 2_147_483_647;

/** Longest time of a handshake, the URL's making included. */
export const HANDSHAKE_TIME = 15_000;
/** A connection that has lasted so long is no failure. */
export const MINIMUM_UPTIME = 5_000;
/** As many failures a close by the server counts for, so that its clients do not besiege a server that is not back. */
export const FAILURES_OF_CLOSE = 3;
/** Handshakes refused with 401 or 403 in a row, each with a fresh URL, after which the client closes. */
export const REFUSALS = 3;
/** Part of its time over which planned renewals are spread, so that clients that came together do not go together. */
export const RENEWAL_JITTER = 0.09;

/** Replies that may be awaited at once. */
export const MOST_AWAITED = 64;
/** How often a message that nothing answers is sent again, at most. */
export const MOST_REPEATS = 4;

/** Silence after which an execution is asked after: with its connection, and without. It doubles each time, up to the longest. */
export const PATIENCE = 60_000;
export const SHORT_PATIENCE = 5_000;
export const LONGEST_PATIENCE = 1_800_000;

/** Updates, or questions, that wait for a reader, and messages that wait to be fetched, at most. */
export const MOST_UNREAD = 1_000;
/** Of what is remembered so that repeats are known, and of messages that may be those of a start which is not acknowledged yet, the newest. */
export const MOST_REMEMBERED = 10_000;

/** Pages of a mailbox that are read at once, at most: a cursor that leads nowhere must not be followed for ever. */
export const MOST_PAGES = 1_000;
/** Time in which one reading of the mailbox is enough for all executions. */
export const FRESH = 5_000;
/** Longest time in which a message in a bucket is fetched: what comes behind it waits. */
export const FETCH_TIME = 30_000;
/** Messages of which some pieces are there, at most; of more, the newest. */
export const MOST_UNFINISHED = 100;
/** Pieces of a message. */
export const MOST_PIECES = 1_000;
