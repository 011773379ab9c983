import jsonata from 'jsonata';
import { isObject } from '../../../json';
import { Implementation, Native } from '../callable';
import { Problem } from '../problem';
import type { Signature } from '../syntax';
import type { Value } from '../values';

/** A function of the library's. */
interface LibraryFunction {
  readonly implementation: (...args: unknown[]) => unknown;
  readonly signature: Signature;
}

/** The library calls what is bound to this name when an evaluation begins, with the environment that knows its functions. */
const AT_ENTRY = Symbol.for('jsonata.__evaluate_entry') as unknown as string;

function libraryEnvironment(): jsonata.Environment {
  let environment!: jsonata.Environment;
  const anything = jsonata('null');
  anything.assign(AT_ENTRY, (_: unknown, __: unknown, entered: jsonata.Environment) => {
    environment = entered;
  });
  void anything.evaluate(undefined);
  return environment;
}

const ENVIRONMENT = libraryEnvironment();

function lookUp(name: string): LibraryFunction {
  return ENVIRONMENT.lookup(name) as LibraryFunction;
}

/** A function of the library's that gives its value at once, and nothing that grows faster than its arguments. */
export function fromLibrary(name: string): Native {
  const { implementation, signature } = lookUp(name);
  return new Native(implementation.length, (args) => implementation(...args) as Value, signature);
}

/** A function of ours that takes what the library's of the same name takes. */
export function instead(name: string, implementation: Implementation, isHeavy?: (args: readonly Value[]) => boolean): Native {
  const theirs = lookUp(name);
  return new Native(theirs.implementation.length, implementation, theirs.signature, isHeavy);
}

/** A signature in the language's notation. */
export function signatureOf(notation: string): Signature {
  return (jsonata(`function()${notation}{0}`).ast() as unknown as { signature: Signature }).signature;
}

/** Longer pictures have no use, and the library takes a time that grows with their square. */
const LONGEST_PICTURE = 4_096;

/** From a longer one, a pattern may be made that takes long. */
const LONGEST_LIGHT_PICTURE = 64;

/** A marker of a date with a width of thousands, in any notation that the library reads. */
const WIDE_MARKER = /\[[^\]]*,[^\]]*(\d{4}|x)[^\]]*\]/i;

/** A function of the library's whose second argument is a picture, from which it may make a regular expression. */
export function withPicture(name: string): Native {
  const { implementation } = lookUp(name);
  return instead(name, (args, run) => {
    const [value, picture, options] = args;
    if (typeof picture === 'string' && (picture.length > LONGEST_PICTURE || WIDE_MARKER.test(picture.replace(/\s+/g, '')))) {
      throw new Problem('D3137', { message: 'The picture string is too long' });
    }
    if (isObject(options) && Object.values(options).some((symbol) => typeof symbol !== 'string' || symbol === '')) {
      throw new Problem('D3137', { message: 'The options of a picture string must be symbols' });
    }
    const focus = { environment: { timestamp: new Date(run.timestamp) } };
    return value === undefined ? undefined : run.patterns.run(() => implementation.apply(focus, [...args]) as Value);
  }, ([, picture, options]) => options !== undefined || typeof picture === 'string' && picture.length > LONGEST_LIGHT_PICTURE);
}
