/** Characters of a state's name. */
const MAXIMUM = 80;

/** The name of a state that belongs to another. */
export function nameBeside(stateName: string, what: string): string {
  return `${stateName.slice(0, MAXIMUM - what.length - 2)}: ${what}`;
}
