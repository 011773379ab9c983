import { Token } from 'aws-cdk-lib';
import { faultsOfPattern, Faults } from '../../src/private/faults';
import { newStack } from '../stacks';

test('throws nothing where nothing is wrong', () => {
  const faults = new Faults(newStack());
  faults.add();
  faults.add(...faultsOfPattern('name', 'good', /^good$/, 'good'));
  expect(() => faults.throwIfAny()).not.toThrow();
});

test('fails once with the path, and a line a fault', () => {
  const faults = new Faults(newStack('Shop'), 'options');
  faults.add(...faultsOfPattern('name', 'bad', /^good$/, 'good'));
  faults.add({ prop: 'size', got: '3', allowed: '1 or 2' });
  expect(() => faults.throwIfAny()).toThrow('Shop: invalid options\n  name: got "bad"; allowed: good\n  size: got 3; allowed: 1 or 2');
});

test('lets a value through that is known at deployment only', () => {
  const faults = new Faults(newStack());
  faults.add(...faultsOfPattern('name', Token.asString({ Ref: 'Name' }), /^good$/, 'good'));
  expect(() => faults.throwIfAny()).not.toThrow();
});
