/** The only kind of error that JSONPath throws. Who asks makes it the error of a state or of a template. */
export class JsonPathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** A text that is not a JSONPath. */
export class InvalidPath extends JsonPathError {}

/** A path that leads nowhere in the data, with the reason in the words of Jayway JsonPath, the engine behind the services. */
export class PathNotFound extends JsonPathError {
  constructor(
    reason: string,
    /** Whether a name or a whole document is missing, an index is past the end of its array, or stands behind what is no array. */
    public readonly found: 'nothing' | 'past the end' | 'no array',
  ) {
    super(reason);
  }
}
