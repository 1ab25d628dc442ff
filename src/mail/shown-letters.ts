import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { letterContext } from './letter-context.js';
import { LetterHtml } from './letter-html.js';
import { withoutSecrets, HIDDEN } from './letter-secrets.js';
import { LetterTexts } from './letter-texts.js';
import type { Letter } from './letter.entity.js';
import { topicOf } from './letters.js';

/** A letter as somebody reads it who is not its receiver. */
export interface ShownLetter {
  readonly html: string;
  readonly text: string;
}

/** Links that lead nowhere: whoever reads the letter of another must not act in their name. */
const LINK = / href="[^"]*"/g;

/** Letters as the office reads them: as they were sent, but for their secrets, which are not there at all. */
@Injectable()
export class ShownLetters {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly html: LetterHtml,
    private readonly texts: LetterTexts,
  ) {}

  /** Undefined where its words are kept no more. */
  of(letter: Pick<Letter, 'kind' | 'subject' | 'data'>, attached = false): ShownLetter | undefined {
    const data = withoutSecrets(letter.kind, letter.data);
    if (!data) return undefined;
    const mayRefuse = topicOf(letter.kind) !== undefined && data['userNo'] !== undefined;
    const unsubscribe = mayRefuse ? `${this.config.publicUrl}/letters/unsubscribe?to=${HIDDEN}` : undefined;
    const context = letterContext({ data, subject: letter.subject }, this.config, { unsubscribe, attached });
    return {
      html: this.html.of(letter.kind, context).replace(LINK, ''),
      text: this.texts.of(letter.kind, context),
    };
  }
}
