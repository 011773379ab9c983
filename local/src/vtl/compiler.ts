import { applyOperator, looselyEqual } from './arithmetic';
import { textOfEscapeIdiom } from './escape-idiom';
import { ForeachScope } from './foreach-scope';
import { iterable, range } from './iteration';
import { checkSize } from './limits';
import { getIndex, getProperty, methodCall, setIndex, setProperty } from './members';
import { print } from './print';
import type { Completion, Rendering, Run } from './rendering';
import { RenderingError } from './template-error';
import type { Access, BinaryOperator, Block, Expression, ReferenceNode, Statement } from './tree';
import { escapeForJson, util } from './util';
import { JavaList, JavaMap } from './values';
import type { JavaObject, Value } from './values';

type Evaluate = (rendering: Rendering) => Value;
type Text = (rendering: Rendering) => string;
type Test = (rendering: Rendering) => boolean;

/** Turns a block of a template's tree into a function that renders it: the tree is looked at once, however often it is rendered. */
export function compile(block: Block): Run {
  const parts = block.map(compileStatement);
  if (parts.length === 1) {
    return parts[0];
  }
  return (rendering) => {
    for (const run of parts) {
      const completion = run(rendering);
      if (completion !== 'next') {
        return completion;
      }
    }
    return 'next';
  };
}

/** The statements. To add one, add one entry. */
const statements: { readonly [Kind in Statement['kind']]: (statement: Extract<Statement, { kind: Kind }>) => Run } = {
  text: ({ text }) => (rendering) => rendering.write(text),
  reference: (node) => {
    const text = referenceText(node);
    return (rendering) => rendering.write(text(rendering));
  },
  set: ({ target, value }) => assignment(target, compileExpression(value)),
  if: ({ branches, otherwise }) => {
    const tests = branches.map(({ condition, body }) => ({ holds: compileTest(condition), run: compile(body) }));
    const runOtherwise = compile(otherwise);
    return (rendering) => {
      for (const { holds, run } of tests) {
        if (holds(rendering)) {
          return run(rendering);
        }
      }
      return runOtherwise(rendering);
    };
  },
  foreach: compileForeach,
  define: ({ name, body }) => {
    const run = compile(body);
    return (rendering) => {
      rendering.variables.set(name, defined(run, rendering));
      return 'next';
    };
  },
  break: () => () => 'break',
  stop: () => (rendering) => {
    rendering.stopped = true;
    return 'stop';
  },
};

function compileStatement(statement: Statement): Run {
  return (statements[statement.kind] as (statement: Statement) => Run)(statement);
}

/** The value of a `#define`: it renders its body anew, with the variables of the moment, each time it is printed. */
function defined(run: Run, rendering: Rendering): JavaObject {
  return {
    property: () => null,
    invoke: () => undefined,
    toString: () => rendering.capture(run),
  };
}

function assignment(target: ReferenceNode, value: Evaluate): Run {
  const assign = assigner(target);
  return (rendering) => {
    const assigned = value(rendering);
    // Velocity leaves a variable as it is when the value is null: a calculation without a result, or a method that answers nothing.
    if (assigned !== null) {
      assign(rendering, assigned);
    }
    return 'next';
  };
}

function assigner(target: ReferenceNode): (rendering: Rendering, value: Value) => void {
  const last = target.path.at(-1);
  const parent = compilePath(target, target.path.length - 1);
  switch (last?.kind) {
    case undefined:
      return (rendering, value) => rendering.variables.set(target.name, value);
    case 'property':
      return (rendering, value) => setProperty(parent(rendering), last.name, value);
    case 'index': {
      const index = compileExpression(last.index);
      return (rendering, value) => setIndex(parent(rendering), index(rendering), value);
    }
    case 'method':
      return (rendering) => {
        parent(rendering);
        throw new RenderingError(`the result of .${last.name}() cannot be assigned to`);
      };
  }
}

function compileForeach({ at, variable, items, body }: Extract<Statement, { kind: 'foreach' }>): Run {
  const list = compileExpression(items);
  const run = compile(body);
  const names = [variable, 'foreach', 'velocityCount', 'velocityHasNext'];
  return (rendering) => {
    const { variables } = rendering;
    const values = iterable(list(rendering));
    const outer = variables.get('foreach');
    const saved = names.map((name) => [name, variables.get(name)] as const);
    let completion: Completion = 'next';
    for (let index = 0; index < values.length && completion === 'next'; index++) {
      rendering.position = at;
      rendering.countIteration(index);
      const scope = new ForeachScope(index, values.length, outer instanceof ForeachScope ? outer : undefined);
      variables.set('foreach', scope);
      variables.set('velocityCount', BigInt(index + 1));
      variables.set('velocityHasNext', scope.hasNext);
      variables.set(variable, values[index]);
      completion = run(rendering);
      if (scope.stopped) {
        completion = 'break';
      }
    }
    for (const [name, value] of saved) {
      if (value === undefined) {
        variables.delete(name);
      } else {
        variables.set(name, value);
      }
    }
    return completion === 'stop' ? completion : 'next';
  };
}

/** The expressions. To add one, add one entry. */
const expressions: { readonly [Kind in Expression['kind']]: (expression: Extract<Expression, { kind: Kind }>) => Evaluate } = {
  literal: ({ value }) => () => value,
  // What API Gateway makes of a reference that has no value is the empty string, wherever the reference stands.
  reference: (node) => {
    const value = compilePath(node, node.path.length);
    return (rendering) => value(rendering) ?? '';
  },
  interpolated: ({ body }) => {
    const [first] = body;
    if (body.length === 1 && first.kind === 'reference') {
      return referenceText(first);
    }
    const run = compile(body);
    return (rendering) => rendering.capture(run);
  },
  list: ({ items }) => {
    const values = items.map(compileExpression);
    return (rendering) => new JavaList(values.map((value) => value(rendering)));
  },
  map: ({ entries }) => {
    const pairs = entries.map(([key, value]) => [compileExpression(key), compileExpression(value)] as const);
    return (rendering) => new JavaMap(pairs.map(([key, value]) => [key(rendering), value(rendering)] as const));
  },
  range: ({ from, to }) => {
    const [first, last] = [compileExpression(from), compileExpression(to)];
    return (rendering) => range(first(rendering), last(rendering));
  },
  not: ({ operand }) => {
    const holds = compileTest(operand);
    return (rendering) => !holds(rendering);
  },
  binary: ({ operator, left, right }) => compileBinary(operator, left, right),
};

function compileExpression(expression: Expression): Evaluate {
  return (expressions[expression.kind] as (expression: Expression) => Evaluate)(expression);
}

/** Every reference holds but that to `false`; of all other operands only booleans can hold, as in Velocity 1.x. */
function compileTest(expression: Expression): Test {
  const value = compileExpression(expression);
  return expression.kind === 'reference' ? (rendering) => value(rendering) !== false : (rendering) => value(rendering) === true;
}

function compileBinary(operator: BinaryOperator, left: Expression, right: Expression): Test | Evaluate {
  if (operator === '&&' || operator === '||') {
    const [first, second] = [compileTest(left), compileTest(right)];
    return operator === '&&' ? (rendering) => first(rendering) && second(rendering) : (rendering) => first(rendering) || second(rendering);
  }
  const [first, second] = [compileExpression(left), compileExpression(right)];
  switch (operator) {
    case '==':
      return (rendering) => looselyEqual(first(rendering), second(rendering));
    case '!=':
      return (rendering) => !looselyEqual(first(rendering), second(rendering));
    default:
      return (rendering) => checkSize(applyOperator(operator, first(rendering), second(rendering)));
  }
}

/** A reference as it stands in a text. */
function referenceText(node: ReferenceNode): Text {
  const { prefix, escaped } = node;
  if (escaped !== undefined) {
    return () => prefix + escaped;
  }
  const value = compilePath(node, node.path.length);
  return prefix === '' ? (rendering) => print(value(rendering)) : (rendering) => prefix + print(value(rendering));
}

/** The value of a reference, or of the beginning of its path; null when it has none. */
function compilePath(node: ReferenceNode, length: number): Evaluate {
  const { name, path, at } = node;
  const variable: Evaluate = (rendering) => {
    rendering.position = at;
    return rendering.variable(name);
  };
  const follow = (start: Evaluate, from: number, to: number): Evaluate =>
    path.slice(from, to).reduce((value, access) => compileAccess(access, value, at), start);
  const escaped = length >= 2 ? textOfEscapeIdiom(node) : undefined;
  if (!escaped) {
    return follow(variable, 0, Math.max(length, 0));
  }
  return follow(compileEscapeIdiom(compileExpression(escaped), follow(variable, 0, 2), at), 2, length);
}

/** @param methods the same by calling both methods, for whatever is not a text in API Gateway's own `$util` */
function compileEscapeIdiom(text: Evaluate, methods: Evaluate, at: number): Evaluate {
  return (rendering) => {
    if (rendering.variable('util') !== util) {
      return methods(rendering);
    }
    const value = text(rendering);
    rendering.position = at;
    return typeof value === 'string' ? checkSize(escapeForJson(value)) : methods(rendering);
  };
}

function compileAccess(access: Access, target: Evaluate, at: number): Evaluate {
  switch (access.kind) {
    case 'property':
      return (rendering) => {
        const value = target(rendering);
        return value === null ? null : getProperty(value, access.name);
      };
    case 'index': {
      const index = compileExpression(access.index);
      return (rendering) => {
        const value = target(rendering);
        return value === null ? null : getIndex(value, index(rendering));
      };
    }
    case 'method': {
      const args = access.args.map(compileExpression);
      const call = methodCall(access.name);
      return (rendering) => {
        const value = target(rendering);
        if (value === null) {
          return null;
        }
        const values = args.map((arg) => arg(rendering));
        rendering.position = at;
        rendering.checkTime();
        return checkSize(call(value, values) ?? null);
      };
    }
  }
}
