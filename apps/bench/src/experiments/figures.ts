/** What one trial found, by name. */
export type Figures = Readonly<Record<string, number>>;
