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

/** Where the text of a document stands; the others are called like their documents. */
const TEMPLATES: Readonly<Record<string, string>> = { [CONSENT.document]: 'consent' };

/** What residents agree to, with the hash that tells later which text it was. */
@Injectable()
export class ConsentTexts {
  private readonly hashes = new Map<string, string>();

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

  /** All documents with their words, to be kept. */
  all(): (Document & { textSha256: string; words: string })[] {
    const documents = [CONSENT, ...TOPIC_NAMES.map((topic) => TOPICS[topic].consent)];
    return documents.map((document) => ({
      ...this.with(document),
      words: this.wordsOf(document.document, document.version),
    }));
  }

  private with({ document, version }: Document): Document & { textSha256: string } {
    const textSha256 = this.hashes.get(document) ?? this.hashOf(document, version);
    this.hashes.set(document, textSha256);
    return { document, version, textSha256 };
  }

  /** SHA-256 of the words of the page, in hex. */
  private hashOf(document: string, version: string): string {
    return createHash('sha256').update(this.wordsOf(document, version)).digest('hex');
  }

  /** The words of the page: without tags, blanks folded, so that another look is no other text. */
  private wordsOf(document: string, version: string): string {
    const page = { company: this.config.company };
    const data = { versionDate: new Date(`${version}T12:00:00Z`) };
    const html = this.templates.render(`pages/${TEMPLATES[document] ?? document}`, data, page);
    return html
      .replace(/<[^<>]*>|&nbsp;/g, ' ')
      .split(/\s+/)
      .filter(Boolean)
      .join(' ');
  }
}
