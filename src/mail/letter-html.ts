import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import { projectPath } from '../core/paths.js';
import { letterHelpers } from './letter-helpers.js';
import type { LetterKind } from './letters.js';

/** Letters as HTML, by the templates of `mail`: as they are sent, and as the office reads them. */
@Injectable()
export class LetterHtml {
  private readonly templates = new Map<string, Handlebars.TemplateDelegate>();
  private readonly engine = Handlebars.create();

  constructor() {
    this.engine.registerHelper(letterHelpers);
  }

  of(kind: LetterKind, context: object): string {
    const body = this.template(kind)(context);
    return this.template('layout')({ ...context, body });
  }

  private template(name: string): Handlebars.TemplateDelegate {
    let template = this.templates.get(name);
    if (!template) {
      template = this.engine.compile(readFileSync(projectPath('templates', 'mail', `${name}.hbs`), 'utf8'));
      this.templates.set(name, template);
    }
    return template;
  }
}
