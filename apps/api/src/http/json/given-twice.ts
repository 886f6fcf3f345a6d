import { visit } from 'jsonc-parser';
import type { BodyError } from './inspect-json.js';
import { isShowable, type JsonPath, pointerTo } from './json-pointer.js';

/** Finds the names that an object of this JSON text has more than once. */
export const givenTwice = (text: string, path: JsonPath = []): readonly BodyError[] => {
  const errors: BodyError[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, _offset, _length, _line, _column, pathSupplier) => {
      const names = open.at(-1);
      if (names?.has(name)) {
        errors.push({
          pointer: pointerTo([...path, ...pathSupplier(), name]),
          detail: isShowable(name) ? 'is given twice' : 'has a field that is given twice',
        });
      }
      names?.add(name);
    },
  });
  return errors.slice(0, 20);
};
