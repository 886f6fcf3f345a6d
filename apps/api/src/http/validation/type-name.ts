const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  null: 'null',
};

/** What zod calls a type, as it stands after "must be". */
export const typeName = (expected: string): string => typeNames[expected] ?? `a ${expected}`;
