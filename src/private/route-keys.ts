/** Route keys with a meaning of their own. */
export const CONNECT = '$connect';
export const DEFAULT = '$default';
export const DISCONNECT = '$disconnect';
