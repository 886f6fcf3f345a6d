import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import type { FetchedRdb } from './fetch-rdb.js';

/** What stands before the snapshot, as one line of JSON. */
export interface BackupManifest {
  readonly format: 1;
  /** ISO 8601, when it was asked for. */
  readonly created: string;
  /** Of the program that wrote it. */
  readonly millrace: string;
  readonly redis: string;
  readonly rdb_bytes: number;
  /** Non-secret settings of the environment it was made in. */
  readonly settings: Readonly<Record<string, string>>;
  /** The models file, which names where secrets are and holds none. */
  readonly models?: { readonly path: string; readonly text: string };
}

export interface OpenedBackup {
  readonly manifest: BackupManifest;
  readonly bytes: AsyncIterable<Uint8Array>;
}

// biome-ignore lint/suspicious/noExplicitAny: Node's web streams and those of the language's library are of one shape and two types
type AnyStream = any;

/** Writes an age file beside its place and moves it there once all of it is on the disk; nothing is left when that fails. */
export const writeBackup = async (
  path: string,
  recipients: readonly string[],
  manifest: BackupManifest,
  rdb: FetchedRdb,
): Promise<void> => {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const plain = async function* () {
    yield Buffer.from(`${JSON.stringify(manifest)}\n`);
    yield* rdb.bytes;
  };
  const part = `${path}.part`;
  try {
    const sealed = await encrypter.encrypt(Readable.toWeb(Readable.from(plain())) as AnyStream);
    await pipeline(
      Readable.fromWeb(sealed as unknown as ReadableStream),
      createWriteStream(part, { flags: 'w', mode: 0o600, flush: true }),
    );
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

/** Opens one; throws when no identity fits. What was changed, cut or put in another order throws where it is met, before a byte of it is given. */
export const openBackup = async (path: string, identities: readonly string[]): Promise<OpenedBackup> => {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(Readable.toWeb(createReadStream(path)) as AnyStream);
  const chunks = Readable.fromWeb(opened as unknown as ReadableStream)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let head = Buffer.alloc(0);
  while (!head.includes(10)) {
    const { value, done } = await chunks.next();
    if (done) throw new Error('it ends before it has begun');
    head = Buffer.concat([head, value]);
  }
  const end = head.indexOf(10);
  const manifest = JSON.parse(head.subarray(0, end).toString('utf8')) as BackupManifest;
  if (manifest.format !== 1) throw new Error(`it is of the format ${manifest.format}, which this program does not know`);
  const bytes = async function* () {
    let count = head.length - end - 1;
    yield head.subarray(end + 1);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      count += next.value.length;
      yield next.value;
    }
    if (count !== manifest.rdb_bytes) throw new Error(`it holds ${count} bytes of the ${manifest.rdb_bytes} it speaks of`);
  };
  return { manifest, bytes: bytes() };
};

export interface VerifiedBackup {
  readonly manifest: BackupManifest;
  /** How the snapshot begins, which names its format: REDIS0011, VALKEY080. */
  readonly header: string;
}

/** Reads it to its end; throws for whatever is wrong with it. */
export const verifyBackup = async (path: string, identities: readonly string[]): Promise<VerifiedBackup> => {
  const { manifest, bytes } = await openBackup(path, identities);
  let begin = Buffer.alloc(0);
  for await (const chunk of bytes) if (begin.length < 9) begin = Buffer.concat([begin, chunk]);
  const header = begin.subarray(0, 9).toString('latin1');
  if (!/^(REDIS\d{4}|VALKEY\d{3})$/.test(header)) throw new Error('what it holds is no snapshot of Redis');
  return { manifest, header };
};
