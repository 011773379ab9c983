import { TemplateLoadError } from './errors';

/** Longest text that a template may put together, in characters: four times what any property takes. */
const MAX_TEXT = 4 * 1024 * 1024;
/** What all stacks of a run may resolve to, in characters. */
const MAX_TOTAL = 256 * 1024 * 1024;
/** What a value in a list or an object takes beside its text. */
const VALUE_COST = 64;
/** References and values inside one another. */
const MAX_DEPTH = 400;
/** Stacks that are played together, nested ones too. */
const MAX_STACKS = 500;

/** What resolving a run's templates may cost: a few lines that refer to each other can stand for more than a machine holds. */
export class Budget {
  private spent = 0;
  private depth = 0;
  private stacks = 0;

  /** Accounts for text. */
  public spend(characters: number, at: string): void {
    this.spent += characters;
    if (this.spent > MAX_TOTAL) {
      throw new TemplateLoadError(`${at}: the templates grow to more than ${MAX_TOTAL} characters and values`);
    }
  }

  /** Accounts for values in lists and objects. */
  public spendValues(count: number, at: string): void {
    this.spend(count * VALUE_COST, at);
  }

  public addStack(at: string): void {
    if (++this.stacks > MAX_STACKS) {
      throw new TemplateLoadError(`${at}: more than ${MAX_STACKS} stacks; do nested ones nest each other?`);
    }
  }

  /** Runs `compute` one level deeper. */
  public nested<T>(at: string, compute: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      throw new TemplateLoadError(`${at}: references and values are nested more than ${MAX_DEPTH} deep`);
    }
    this.depth++;
    try {
      return compute();
    } finally {
      this.depth--;
    }
  }

  /** Puts a text together, bounded while it is made. */
  public join(parts: Iterable<string>, delimiter: string, at: string): string {
    let text = '';
    let isFirst = true;
    for (const part of parts) {
      if (text.length + delimiter.length + part.length > MAX_TEXT) {
        throw new TemplateLoadError(`${at}: the text grows to more than ${MAX_TEXT} characters`);
      }
      text += isFirst ? part : delimiter + part;
      isFirst = false;
    }
    this.spend(text.length, at);
    return text;
  }

  /** As `String.replace` with a global pattern, bounded while the text is made. */
  public replace(text: string, pattern: RegExp, replacement: (match: RegExpExecArray) => string, at: string): string {
    return this.join(pieces(text, pattern, replacement), '', at);
  }
}

function* pieces(text: string, pattern: RegExp, replacement: (match: RegExpExecArray) => string): Generator<string> {
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    yield text.slice(end, match.index);
    yield replacement(match);
    end = match.index + match[0].length;
  }
  yield text.slice(end);
}
