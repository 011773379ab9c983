// No source of this name: properties of whole machines, valid and broken.
import fc from 'fast-check';
import { Machine, Place, machines } from './machines';
import { refusal } from './refusal';

/** A way to break a machine at a state: answers what must be found, or undefined where it does not apply. */
type Breakage = (place: Place) => string | undefined;

function withoutField(field: string): Breakage {
  return ({ state, path }) => {
    if (!(field in state)) {
      return undefined;
    }
    delete state[field];
    return ` at ${path}`;
  };
}

const BREAKAGES: Readonly<Record<string, Breakage>> = {
  'no type': withoutField('Type'),
  'no resource': withoutField('Resource'),
  'no choices': withoutField('Choices'),
  'no branches': withoutField('Branches'),
  'no item processor': withoutField('ItemProcessor'),
  'no way out': withoutField('Next'),
  'no start': ({ workflow, workflowPath }) => {
    delete workflow.StartAt;
    return `These fields are required: [StartAt] at ${workflowPath || '/'}`;
  },
  'a start that is not there': ({ workflow, workflowPath }) => {
    workflow.StartAt = 'Nowhere';
    return `Missing 'Next' target: Nowhere at ${workflowPath}/StartAt`;
  },
  'a target that is not there': ({ state, path }) => {
    const field = state.Type === 'Choice' ? 'Default' : 'Next';
    state[field] = 'Nowhere';
    return `Missing 'Next' target: Nowhere at ${path}/${field}`;
  },
  'an unknown field': ({ state, path }) => {
    state.Inputpath = '$';
    return `Field 'Inputpath' is not supported at ${path}`;
  },
  'a field of the other language': ({ state, path }) => {
    state.Output = 1;
    return `field 'Output' is only supported for the 'JSONata' QueryLanguage at ${path}`;
  },
  'a path that is none': ({ state, path }) => {
    state.InputPath = 'a';
    return `Value must be a valid JSONPath. at ${path}/InputPath`;
  },
};

function placeOf({ places }: Machine, choice: number): Place {
  return places[choice % places.length];
}

describe('any machine', () => {
  test('that is valid is accepted, whether parsed or as text', () => {
    fc.assert(fc.property(machines, ({ definition }) => {
      expect(refusal(definition)).toEqual([]);
      expect(refusal(JSON.stringify(definition))).toEqual([]);
    }), { numRuns: 200 });
  });

  test('accepting changes nothing in it', () => {
    fc.assert(fc.property(machines, ({ definition }) => {
      const before = JSON.stringify(definition);
      refusal(definition);
      expect(JSON.stringify(definition)).toBe(before);
    }), { numRuns: 50 });
  });

  test.each(Object.entries(BREAKAGES))('fails for %s, saying where', (_, breakage) => {
    fc.assert(fc.property(machines, fc.nat(), (machine, choice) => {
      // WHEN
      const expected = breakage(placeOf(machine, choice));
      fc.pre(expected !== undefined);

      // THEN
      expect(refusal(machine.definition)).toContainEqual(expect.stringContaining(expected as string));
    }), { numRuns: 50 });
  });

  test('never breaks the validation itself: any JSON is accepted or refused', () => {
    fc.assert(fc.property(machines, fc.nat(), fc.jsonValue(), fc.nat(), (machine, choice, value, member) => {
      const { state } = placeOf(machine, choice);
      const fields = Object.keys(state);
      state[fields[member % fields.length]] = value;
      expect(() => refusal(machine.definition)).not.toThrow();
    }), { numRuns: 300 });
  });
});
