import Handlebars from 'handlebars';

type Sample = Record<string, unknown>;

const ADDRESS = 'https://kabinet.primer-upravlyayuschey-kompanii.example';
const WORDS = 'Электроэнергия, коридор у щитка, № 0123456789-4567890123';
const LINKS = /^(?:page|pdf|link|url|unsubscribe|publicUrl)$/;
/** Lists whose items are words; the items of all others have names. */
const OWN = 'this';

/** What a template can be given: each value that it names, long, and two items of each list. */
export function letterSample(...sources: string[]): Sample {
  const data: Sample = {};
  for (const source of sources) take(Handlebars.parse(source), data, data);
  return data;
}

function take(program: hbs.AST.Program | undefined, scope: Sample, root: Sample): void {
  for (const statement of program?.body ?? []) {
    if (statement.type === 'MustacheStatement') {
      const { path, params } = statement as hbs.AST.MustacheStatement;
      // a helper and what it is given
      for (const one of params.length > 0 ? params : [path]) name(one, scope, root);
    } else if (statement.type === 'BlockStatement') {
      const block = statement as hbs.AST.BlockStatement;
      const kind = block.path.original;
      const [subject] = block.params;
      if (kind === 'each' && subject) {
        const item: Sample = {};
        take(block.program, item, root);
        put(subject as hbs.AST.PathExpression, scope, root, OWN in item ? [WORDS, WORDS] : [item, item]);
      } else {
        take(block.program, scope, root);
        take(block.inverse, scope, root);
        if (subject && kind !== 'button') name(subject, scope, root);
      }
    }
  }
}

function name(path: hbs.AST.Expression, scope: Sample, root: Sample): void {
  if (path.type !== 'PathExpression') return;
  const { parts, original, data } = path as hbs.AST.PathExpression;
  if (original === OWN) scope[OWN] = WORDS;
  else if (parts.length > 0 && !(data && parts[0] !== 'root')) {
    put(path as hbs.AST.PathExpression, scope, root, value(parts.at(-1)!));
  }
}

function put({ parts, data }: hbs.AST.PathExpression, scope: Sample, root: Sample, given: unknown): void {
  const steps = data ? parts.slice(1) : parts;
  let at = data ? root : scope;
  // Company and address of the portal are known everywhere.
  if (steps[0] === 'company' || steps[0] === 'publicUrl') at = root;
  for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Sample;
  at[steps.at(-1)!] ??= given;
}

function value(name: string): string {
  if (name === 'publicUrl') return ADDRESS;
  if (name === 'link' || name === 'code') return 'k6AA7XpCk6AA7XpCk6AA7XpCk6AA7XpC';
  if (name === 'page' || name === 'pdf') {
    return '/accounts/0f8fad5b-d9cb-469f-a165-70867728950e/readings/certificates/7c9e6679-7425-40de-944b-e07fc1f90ae7';
  }
  if (name === 'number') return '0123456789-45678';
  if (name === 'phone') return '8 (3952) 599-018';
  return LINKS.test(name) ? `${ADDRESS}/${'0f8fad5b'.repeat(8)}` : WORDS;
}
