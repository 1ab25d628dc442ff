import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import { projectPath } from '../core/paths.js';
import { ended } from '../text/russian.js';
import type { LetterKind } from './letters.js';

/** Letters as plain text, by the templates of `mail/text`. */
@Injectable()
export class LetterTexts {
  private readonly texts = new Map<LetterKind, Handlebars.TemplateDelegate>();
  // Text needs no HTML escapes, so it has an engine of its own.
  private readonly engine = Handlebars.create();

  constructor() {
    this.engine.registerHelper({ ended });
  }

  of(kind: LetterKind, context: object): string {
    return this.template(kind)(context);
  }

  private template(kind: LetterKind): Handlebars.TemplateDelegate {
    let template = this.texts.get(kind);
    if (!template) {
      const body = readFileSync(projectPath('templates', 'mail', 'text', `${kind}.hbs`), 'utf8');
      const layout = readFileSync(projectPath('templates', 'mail', 'text', 'layout.hbs'), 'utf8');
      template = this.engine.compile(
        layout.replace('{{body}}', () => body.trim()),
        { noEscape: true },
      );
      this.texts.set(kind, template);
    }
    return template;
  }
}
