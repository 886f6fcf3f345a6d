export type JsonPath = (string | number)[];

const longestName = 64;
const unprintable = /\p{C}/u;

/** Whether a name of the caller's may be shown: long or unprintable ones may be anything, a prompt included. */
export const isShowable = (name: string): boolean => name.length <= longestName && !unprintable.test(name);

/** The JSON pointer (RFC 6901) to a place in the body; it ends above the first name that may not be shown. */
export const pointerTo = (path: readonly PropertyKey[]): string => {
  let pointer = '';
  for (const step of path) {
    const name = String(step);
    if (!isShowable(name)) break;
    pointer += `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
};
