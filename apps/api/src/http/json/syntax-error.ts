import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';

const byteOrderMark = 0xfeff;
/** What is wrong with a text that begins with a byte order mark. */
export const byteOrderMarkError = 'Send the JSON without a byte order mark (line 1, column 1).';

const sentences: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'There is something that is not JSON',
  InvalidNumberFormat: 'A number is not written as JSON writes numbers',
  PropertyNameExpected: 'A field name in double quotes is expected',
  ValueExpected: 'A value is expected',
  ColonExpected: 'A colon is expected',
  CommaExpected: 'A comma is expected',
  CloseBraceExpected: 'A closing brace is expected',
  CloseBracketExpected: 'A closing bracket is expected',
  EndOfFileExpected: 'There is something after the end of the JSON',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'A text is not closed with a double quote',
  UnexpectedEndOfNumber: 'A number ends too early',
  InvalidUnicode: 'A \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'A backslash is followed by something JSON cannot escape',
  InvalidCharacter: 'A text holds an unescaped control character',
};

/** Says what is wrong with a text that is not JSON, and where, without showing any of it. A place is given by the offset in it. */
export const syntaxErrorOf = (text: string, place = (offset: number): string => locate(text, offset)): string => {
  if (text.trim() === '') return 'A JSON body is needed, and it is empty.';
  if (text.charCodeAt(0) === byteOrderMark) return byteOrderMarkError;
  let first: { code: ParseErrorCode; offset: number } | undefined;
  visit(
    text,
    {
      onError: (code, offset) => {
        first ??= { code, offset };
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  if (!first) return 'The body is not JSON.';
  return `${sentences[printParseErrorCode(first.code)] ?? 'The body is not JSON'} ${place(first.offset)}.`;
};

/** "at line 3, column 14", both counted from one; columns in UTF-16 units, as editors do. */
export const locate = (text: string, offset: number): string => {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return `at line ${line}, column ${offset - start + 1}`;
};
