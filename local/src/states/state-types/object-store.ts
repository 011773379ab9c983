/** The most bytes of an object that are read, and of the objects that the items of one Map state are in: all is held in memory. */
export const LONGEST_OBJECT = 64 * 1024 * 1024;

/** What is said of an object that is longer. */
export const TOO_LONG = `the local run reads no objects of more than ${LONGEST_OBJECT} bytes`;

/** An object, as a list of a bucket tells of it. */
export interface ObjectSummary {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
  /** With its quotes. */
  readonly etag: string;
}

/** Amazon S3, as far as Map states read from it and write to it. Whatever it throws fails the state with its message. */
export interface ObjectStore {
  /** The objects whose keys begin with a prefix, in the order of their keys; no more of them than are taken are asked for. */
  list(bucket: string, prefix: string): AsyncIterable<ObjectSummary>;
  get(bucket: string, key: string): Promise<Buffer>;
  put(bucket: string, key: string, body: string): Promise<void>;
}
