import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Outcomes of stored tasks shrink to a fifth, some 20 bytes a line: this is more than a million of them. */
const most = 32_000_000;
const fast = { level: constants.Z_BEST_SPEED };

/** The same texts, but none before there is a last one; what is held meanwhile is compressed. When it comes to too much all go on as they come. */
export async function* heldBack(texts: AsyncIterable<string>, mostBytes = most): AsyncGenerator<string> {
  const source = texts[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let bytes = 0;
  let next = await source.next();
  while (!next.done && bytes <= mostBytes) {
    const piece = deflateRawSync(next.value, fast);
    held.push(piece);
    bytes += piece.length;
    next = await source.next();
  }
  for (let piece = held.shift(); piece; piece = held.shift()) yield inflateRawSync(piece).toString();
  while (!next.done) {
    yield next.value;
    next = await source.next();
  }
}
