import { checkItems, ComparisonLimit } from '../limits';
import { javaEquals, JavaList } from '../values';
import type { Value } from '../values';
import { checkedIndex, method, overloaded } from './signature';
import type { Method, MethodTable } from './signature';

const removeItem = method<JavaList, ['object']>(['object'], (self, item) => {
  const index = find(self, item);
  if (index >= 0) {
    self.items.splice(index, 1);
  }
  return index >= 0;
});

const addItem = method<JavaList, ['object']>(['object'], (self, item) => {
  checkItems(self.items.length + 1);
  self.items.push(item);
  return true;
});

/** The methods of `java.util.Collection`. */
export const COLLECTION_METHODS: MethodTable<JavaList> = new Map<string, Method<JavaList>>([
  ['add', addItem],
  ['addAll', method(['list'], (self, list) => {
    checkItems(self.items.length + list.items.length);
    // A copy, because the list may be the same; one by one, because a call takes fewer arguments than a list may have items.
    [...list.items].forEach((item) => self.items.push(item));
    return list.items.length > 0;
  })],
  ['clear', method([], (self) => {
    self.items.length = 0;
    return null;
  })],
  ['contains', method(['object'], (self, item) => find(self, item) >= 0)],
  ['containsAll', method(['list'], (self, list) => {
    const limit = new ComparisonLimit();
    return list.items.every((item) => find(self, item, limit) >= 0);
  })],
  ['isEmpty', method([], (self) => self.items.length === 0)],
  ['remove', removeItem],
  ['size', method([], (self) => BigInt(self.items.length))],
]);

/** The methods of `java.util.List`, which Velocity lends to arrays as well. */
export const LIST_METHODS: MethodTable<JavaList> = new Map<string, Method<JavaList>>([
  ...COLLECTION_METHODS,
  ['add', overloaded<JavaList>(addItem, method(['int', 'object'], (self, index, item) => {
    self.items.splice(checkedIndex(index, self.items.length + 1), 0, item);
    return null;
  }))],
  ['get', method(['int'], (self, index) => self.items[checkedIndex(index, self.items.length)])],
  ['indexOf', method(['object'], (self, item) => BigInt(find(self, item)))],
  ['lastIndexOf', method(['object'], (self, item) => BigInt(findLast(self, item)))],
  ['remove', overloaded<JavaList>(
    method(['int'], (self, index) => self.items.splice(checkedIndex(index, self.items.length), 1)[0]),
    removeItem,
  )],
  ['set', method(['int', 'object'], (self, index, item) => {
    const position = checkedIndex(index, self.items.length);
    const old = self.items[position];
    self.items[position] = item;
    return old;
  })],
  ['subList', method(['int', 'int'], (self, from, to) =>
    new JavaList(self.items.slice(checkedIndex(from, self.items.length + 1), checkedIndex(to, self.items.length + 1))))],
]);

function find(list: JavaList, item: Value, limit = new ComparisonLimit()): number {
  return list.items.findIndex((candidate) => javaEquals(candidate, item, limit));
}

function findLast(list: JavaList, item: Value): number {
  const limit = new ComparisonLimit();
  const fromEnd = [...list.items].reverse().findIndex((candidate) => javaEquals(candidate, item, limit));
  return fromEnd < 0 ? fromEnd : list.items.length - 1 - fromEnd;
}
