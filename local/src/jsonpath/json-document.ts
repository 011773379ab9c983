import { Json, isObject, ownMember, setMember, toJavaString } from '../json';
import { Document } from './document';

/** Plain JSON. */
export const JSON_DOCUMENT: Document<Json> = {
  items: (value) => Array.isArray(value) ? value : undefined,
  names: (value) => isObject(value) ? Object.keys(value) : undefined,
  member: (value, name) => isObject(value) ? ownMember(value, name) : undefined,
  isNumber: (value) => typeof value === 'number',
  toDouble: Number,
  compareNumbers: (left, right) => Number(left) - Number(right),
  print: toJavaString,
  list: (items) => items,
  object: (members) => members.reduce<{ [name: string]: Json }>((object, [name, value]) => {
    setMember(object, name, value);
    return object;
  }, {}),
  integer: (number) => number,
  double: (number) => number,
  text: (text) => text,
  parse: (json) => JSON.parse(json) as Json,
};
