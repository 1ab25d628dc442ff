// What the documents name exists: files and folders in `backticks`, by their whole path or by its end, and `Classes`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const FOLDERS = [
  'src',
  'test',
  'templates',
  'public',
  'migrations',
  'bench',
  'scripts',
  'docs',
  'deploy',
  '.vscode',
];
const DECISIONS = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const DOCUMENTS = [
  'README.md',
  'README.ru.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/operation.md',
  'docs/operation.ru.md',
  ...DECISIONS,
];

const paths = [
  ...readdirSync(root),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) =>
      `${folder}/${name}`.replaceAll('\\', '/'),
    ),
  ),
].map((path) => `/${path}`);
const code = paths
  .filter(
    (path) =>
      /^\/(src|test|bench|public)\/.*\.(tsx?|m?js)$/.test(path) && statSync(join(root, path)).isFile(),
  )
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');
const words = new Set(code.match(/\b[A-Za-z]\w+\b/g));

const isPath = (name) =>
  /\.(tsx?|[mc]js|hbs|css)$/.test(name) || /^(src|test|bench|scripts|templates|docs|deploy)\//.test(name);
const isMissing = (name) =>
  isPath(name)
    ? !paths.some((path) => path.endsWith(`/${name.replace(/^\.\/|\/$/g, '')}`))
    : /^[A-Z]\w*[a-z]\w*$/.test(name) && !words.has(name);

const problems = DOCUMENTS.flatMap((document) =>
  [...readFileSync(join(root, document), 'utf8').matchAll(/`([\w./-]+)`/g)]
    .filter(([, name]) => isMissing(name))
    .map(([, name]) => `${document}: there is no ${name}`),
);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
