// All texts of pages, letters and papers in one file that can be read aloud: `npm run words`. By place, each text once.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';

const RUSSIAN = /[а-яё]/i;

/** The texts of the product, `[place, text]`, in the order of files. */
export function texts() {
  return [
    ...filesOf('templates', /\.hbs$/).flatMap((path) => ofTemplate(path)),
    ...filesOf('src', /(?<!\.spec)\.tsx?$/).flatMap((path) => ofCode(path)),
    ...filesOf('public', /\.js$/).flatMap((path) => ofCode(path)),
  ];
}

function filesOf(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => ending.test(path))
    .sort();
}

/** Between tags and values stand sentences; what an expression says stands in quotes. */
function ofTemplate(path) {
  const source = readFileSync(join(root, path), 'utf8');
  const said = [...source.matchAll(/\{\{[^}]*\}\}/g)].flatMap(([expression]) =>
    quoted(expression, /"([^"]*)"/g),
  );
  const shown = source
    .replace(/\{\{!--[^]*?--\}\}/g, '')
    .replace(/\{\{[#/^]?(if|unless|each|with|else)[^}]*\}\}/g, ' ')
    .replace(/\{\{[^}]*\}\}/g, '…')
    .replace(/&nbsp;/g, ' ');
  const attributes = quoted(shown, /\s(?:alt|title|placeholder|aria-label|content|data-\w+)="([^"]*)"/g);
  const lines = shown
    .replace(/<(?!\/?(?:b|i|a|strong|span|small|br|code|tspan)\b)[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
    .split('\n');
  return [...lines, ...attributes, ...said]
    .map(tidied)
    .filter((text) => RUSSIAN.test(text))
    .map((text) => [path, text]);
}

/** Texts in quotes; comments have no quotes that close on their line, and are taken out first. */
function ofCode(path) {
  const source = readFileSync(join(root, path), 'utf8')
    .replace(/^\s*(\/\*\*?|\*|\/\/).*$/gm, '')
    .replace(/\s\/\/ .*$/gm, '');
  return quoted(source, /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|>([^<>{}]+)</g)
    .map((text) =>
      tidied(
        text
          .replace(/\$\{[^}]*\}/g, '…')
          .replace(/\\u00A0/gi, ' ')
          .replace(/\\n/g, ' '),
      ),
    )
    .filter((text) => RUSSIAN.test(text))
    .map((text) => [path, text]);
}

function quoted(source, pattern) {
  return [...source.matchAll(pattern)].map(
    (found) => found.slice(1).find((text) => text !== undefined) ?? '',
  );
}

function tidied(text) {
  return text.replace(/\s+/g, ' ').trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seen = new Set();
  const lines = [];
  let place = '';
  for (const [path, text] of texts()) {
    if (seen.has(text)) continue;
    seen.add(text);
    if (path !== place) lines.push('', `== ${path}`);
    place = path;
    lines.push(text);
  }
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(join(root, 'build', 'words.txt'), `${lines.join('\n').trim()}\n`);
  console.log(`${seen.size} texts: build/words.txt`);
}
