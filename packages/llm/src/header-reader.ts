/** The headers of a response, by name in lower case. */
export interface HeaderReader {
  get(name: string): string | null;
}
