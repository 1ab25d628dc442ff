import { Inject, Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CONFIG } from '../core/tokens.js';
import type { Config } from '../core/config.js';
import { projectPath } from '../core/paths.js';
import * as russian from '../text/russian.js';
import { withoutTown } from '../text/street.js';

/** Compiles the templates of `templates/` and renders them. */
@Injectable()
export class Templates {
  private engine = Handlebars.create();
  private readonly templates = new Map<string, Handlebars.TemplateDelegate>();
  private readonly known: KnownHelpers = {};
  private runtimeOptions: Handlebars.RuntimeOptions = {};

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.read();
  }

  /** Takes the templates as they are now. */
  read(): void {
    this.engine = Handlebars.create();
    this.templates.clear();
    this.registerHelpers();
    const root = projectPath('templates');
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      const name = relative(root, join(root, file))
        .replace(/\.hbs$/, '')
        .replaceAll('\\', '/');
      if (file.endsWith('.hbs') && !name.startsWith('mail/')) {
        this.add(name, readFileSync(join(root, file), 'utf8'));
      }
    }
    this.runtimeOptions = this.optionsOfPartials();
  }

  /** Renders a template; `page` is seen by all its partials as `@page`. */
  render(name: string, data: object, page: object): string {
    const template = this.templates.get(name);
    if (!template) {
      throw new Error(`No template ${name}`);
    }
    return template(data, { ...this.runtimeOptions, data: { root: data, page } });
  }

  /**
   * What Handlebars hands to a template that is called from another one: helpers already made ready. On their own,
   * templates make them ready at each call, two at each page, which was a sixth of all memory that a page leaves behind.
   */
  private optionsOfPartials(): Handlebars.RuntimeOptions {
    let handed: Handlebars.RuntimeOptions = {};
    this.engine.registerPartial('surroundings', (_data: unknown, options?: Handlebars.RuntimeOptions) => {
      handed = { ...options };
      return '';
    });
    this.engine.compile('{{> surroundings}}')({});
    return handed;
  }

  private add(name: string, source: string): void {
    // Where a value of a page and a helper have one name, the helper would answer, with nothing to answer about.
    const alone = [...source.matchAll(/\{\{~?(\w+)~?\}\}/g)].find((found) => this.known[found[1]!]);
    if (alone) throw new Error(`${alone[0]} in ${name} calls a helper without a value`);
    const template = this.engine.compile(tighten(source), {
      knownHelpers: this.known,
      knownHelpersOnly: true,
    });
    this.templates.set(name, template);
    if (name.startsWith('partials/')) {
      this.engine.registerPartial(name.slice('partials/'.length), template);
    }
  }

  private registerHelpers(): void {
    const zone = this.config.timeZone;
    const helpers: Record<string, Handlebars.HelperDelegate> = {
      ended: (words: string) => russian.ended(words),
      tied: (text: string) => russian.nonBreaking(text),
      street: (address: string) => russian.nonBreaking(withoutTown(address, this.config.company.town)),
      tiedLaw: (text: string) => russian.lawReference(text),
      concat: (...parts: unknown[]) => parts.slice(0, -1).join(''),
      inQuery: (value: unknown) => encodeURIComponent(String(value)),
      eq: (a: unknown, b: unknown) => a === b,
      and: (a: unknown, b: unknown) => Boolean(a) && Boolean(b),
      or: (a: unknown, b: unknown) => a || b,
      includes: (list: unknown, item: unknown) => Array.isArray(list) && list.includes(item),
      date: (value: Date) => russian.date(value, zone),
      dateTime: (value: Date) => russian.dateTime(value, zone),
      plural: (count: number, one: string, few: string, many: string) =>
        russian.plural(count, one, few, many),
      fileSize: (bytes: number) => russian.fileSize(bytes),
      nothingFound: (asked: string) => russian.nothingFound(asked),
    };
    this.engine.registerHelper(helpers);
    for (const name of Object.keys(helpers)) {
      this.known[name] = true;
    }
  }
}

/** Drops indentation between lines: a sixth of a page's weight, and nothing that a person sees. */
function tighten(source: string): string {
  return source.includes('<pre') || source.includes('<textarea') ? source : source.replace(/\n\s+/g, '\n');
}
