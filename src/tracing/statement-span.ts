const MOST = 2000;

/** A statement as pg is given it: text, or text with its name. */
export interface Statement {
  readonly text: string;
  readonly name?: string | undefined;
}

/** What a span of a statement is called: by its own name, or by what it does to which table. */
export function statementName({ text, name }: Statement): string {
  if (name !== undefined) return name;
  const [, verb = 'statement'] = /^([a-z]+)/i.exec(text.trimStart()) ?? [];
  const [, table = ''] = /\b(?:from|into|update)\s+"?([a-z_]+)/i.exec(text) ?? [];
  return `${verb.toUpperCase()} ${table}`.trim();
}

/** A statement without what stands in it as a value: nearly all are parameters, which no span has. */
export function withoutValues(text: string): string {
  return text
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST);
}
