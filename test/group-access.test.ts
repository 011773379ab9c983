import fc from 'fast-check';
import { MappingTemplate } from '../local/src/vtl';
import { GroupAccess } from '../src';
import { hostileText } from './templates/hostile-json';
import { setGroupKey } from '../src/private/registry-rows';

/** The group whose key a client gets, undefined if it gets none. */
function joined(access: GroupAccess, group: unknown, authorizer: Record<string, string> = {}): string | undefined {
  const template = MappingTemplate.parse(`${setGroupKey('$.group', access)}$util.urlEncode($pk)`);
  const key = decodeURIComponent(template.render({ body: JSON.stringify({ group }), context: { authorizer } }).replaceAll('+', ' '));
  return key === '' ? undefined : key.replace(/^G\|/, '');
}

const text = hostileText.filter((value) => !/\p{Cs}/u.test(value));

describe('anybody', () => {
  test('joins any group by its name', () => {
    fc.assert(fc.property(text, (group) => {
      expect(joined(GroupAccess.anybody(), group)).toBe(group || undefined);
    }));
  });

  test.each([[''], [undefined], [null]])('joins none without a name: %j', (group) => {
    expect(joined(GroupAccess.anybody(), group)).toBeUndefined();
  });

  test('joins none whose name is no text, which would be that of others', () => {
    expect(joined(GroupAccess.anybody(), 'a\ud800')).toBeUndefined();
  });
});

describe('a list of the authorizer\'s', () => {
  const listed = GroupAccess.listedIn('authorizer.groups');

  test.each([
    ['a', 'a', true], ['b', 'a,b,c', true], ['c', 'a,b,c', true], ['a b', 'x,a b', true],
    ['d', 'a,b,c', false], ['a,b', 'a,b,c', false], [',', 'a,,b', false], ['', 'a,,b', false], ['a', '', false], ['b', 'ab', false], ['a', 'ab', false], ['A', 'a', false],
  ])('joins %j of %j: %j', (group, groups, isAllowed) => {
    expect(joined(listed, group, { groups })).toBe(isAllowed ? group : undefined);
  });

  test('is for those whom the authorizer gives one', () => {
    expect(joined(listed, 'a')).toBeUndefined();
  });

  test('lets in to what is listed, and nothing else', () => {
    fc.assert(fc.property(text, text, fc.array(text, { maxLength: 3 }), (group, other, groups) => {
      const list = [...groups, other].join(',');
      expect(joined(listed, group, { groups: list })).toBe(group !== '' && list.split(',').includes(group) ? group : undefined);
      expect(joined(listed, other, { groups: list })).toBe(other !== '' && list.split(',').includes(other) ? other : undefined);
    }));
  });
});

describe('a prefix of the authorizer\'s', () => {
  const prefixed = GroupAccess.prefixedBy('authorizer.tenant');

  test.each([
    ['acme/room', 'acme', true], ['acme/', 'acme', true], ['acme/a/b', 'acme', true],
    ['acme', 'acme', false], ['acme2/room', 'acme', false], ['other/room', 'acme', false], ['/room', '', false], ['acme/a/b', 'acme/a', false],
  ])('joins %j of %j: %j', (group, tenant, isAllowed) => {
    expect(joined(prefixed, group, { tenant })).toBe(isAllowed ? group : undefined);
  });

  test('no two tenants share a group', () => {
    fc.assert(fc.property(text, text, text, (one, other, room) => {
      fc.pre(one !== other);
      const group = `${one}/${room}`;
      const isIn = joined(prefixed, group, { tenant: one }) === group;
      expect(isIn && joined(prefixed, group, { tenant: other }) !== undefined).toBe(false);
    }));
  });
});
