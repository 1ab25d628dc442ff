import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { CONSENT } from '../users/consent.js';
import { Templates } from '../web/templates.js';
import { type Topic, TOPIC_NAMES, TOPICS } from '../mail/topics.js';

/** A document of /regulations as residents agree to it. */
interface Document {
  readonly document: string;
  readonly version: string;
}

/** What a text names that may change without anybody agreeing to another thing (decision 92). */
const CONTACTS = { phone: '', phoneNote: '', email: '', host: '' } as const;

/** Where the text of a document stands; the others are called like their documents. */
const TEMPLATES: Readonly<Record<string, string>> = { [CONSENT.document]: 'consent' };

/** What residents agree to, with the hash that tells later which text it was. */
@Injectable()
export class ConsentTexts {
  private readonly hashes = new Map<string, string>();
  private essenceOfConsent: string | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly templates: Templates,
  ) {}

  /** The consent to the processing of personal data. */
  registration(): Document & { textSha256: string } {
    return this.with(CONSENT);
  }

  /** The consent to letters about a topic. */
  letters(topic: Topic): Document & { textSha256: string } {
    return this.with(TOPICS[topic].consent);
  }

  /** SHA-256 of the consent to processing without the contacts in it: whoever has agreed to such a text is not asked again. */
  essence(): string {
    return (this.essenceOfConsent ??= this.essenceOf(CONSENT));
  }

  /** All documents with their words, to be kept. */
  all(): (Document & { textSha256: string; essenceSha256: string; words: string })[] {
    const documents = [CONSENT, ...TOPIC_NAMES.map((topic) => TOPICS[topic].consent)];
    return documents.map((document) => ({
      ...this.with(document),
      essenceSha256: this.essenceOf(document),
      words: this.wordsOf(document.document, document.version),
    }));
  }

  private with({ document, version }: Document): Document & { textSha256: string } {
    const textSha256 = this.hashes.get(document) ?? sha256(this.wordsOf(document, version));
    this.hashes.set(document, textSha256);
    return { document, version, textSha256 };
  }

  private essenceOf({ document, version }: Document): string {
    return sha256(this.wordsOf(document, version, { ...this.config.company, ...CONTACTS }));
  }

  /** The words of the page: without tags, blanks folded, so that another look is no other text. */
  private wordsOf(document: string, version: string, company = this.config.company): string {
    const page = { company };
    const data = { versionDate: new Date(`${version}T12:00:00Z`) };
    const html = this.templates.render(`pages/${TEMPLATES[document] ?? document}`, data, page);
    return html
      .replace(/<[^<>]*>|&nbsp;/g, ' ')
      .split(/\s+/)
      .filter(Boolean)
      .join(' ');
  }
}

/** In hex. */
const sha256 = (words: string): string => createHash('sha256').update(words).digest('hex');
