import { describe, expect, it } from '@jest/globals';
import { parseNamedTexts } from './named-texts.js';

describe('a comma list of names and values', () => {
  it.each([
    ['', {}],
    ['a=1', { a: '1' }],
    [' a = 1 , service.namespace=shop,', { a: '1', 'service.namespace': 'shop' }],
    ['authorization=Bearer%20x%2Cy', { authorization: 'Bearer x,y' }],
    ['a=b=c', { a: 'b=c' }],
  ])('reads %j', (text, named) => {
    expect(parseNamedTexts(text)).toEqual(named);
  });

  it.each(['a', '=1', 'a b=1', 'a=%', 'a=b c', 'a=ü'])('refuses %j', (text) => {
    expect(parseNamedTexts(text)).toBeUndefined();
  });
});
