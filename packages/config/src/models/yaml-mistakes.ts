import type { ErrorCode } from 'yaml';

const syntax =
  'The YAML cannot be read from here on: look at the indentation, at unclosed quotes and brackets, and at colons without a space after them';

/** The parser's own sentences may repeat what stands in the file, which may be a secret; these do not. */
const sentences: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'A tab indents this line; YAML wants spaces',
  DUPLICATE_KEY: 'This key stands twice in one mapping; keep one of them',
  BAD_INDENT:
    'The indentation does not fit the lines above, or a bracket or quote is not closed; items of one list or mapping begin in the same column',
  MISSING_CHAR: 'Something is missing here, such as a closing quote or bracket, or the space after a colon or dash',
  MULTIPLE_DOCS: 'A second document begins here; the file holds one, so drop the line ---',
  BAD_ALIAS: 'The alias here names no anchor above it, or has an impossible name; write the value itself',
  BAD_SCALAR_START: 'A text cannot begin with this character unless it stands in quotes',
  BAD_DQ_ESCAPE: 'This backslash sequence means nothing within double quotes; use single quotes, or write two backslashes',
  BLOCK_AS_IMPLICIT_KEY: 'Two keys stand on one line; put each on a line of its own, or the text in quotes',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines here; most often a colon is missing after it',
  NON_STRING_KEY: 'A key must be a text',
  TAG_RESOLVE_FAILED: 'A tag (a word that begins with !) means nothing here; leave it out, or put the text in quotes',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply',
};

export const yamlSentence = (code: ErrorCode): string => sentences[code] ?? syntax;
