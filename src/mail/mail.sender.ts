import { MailerService } from '@nestjs-modules/mailer';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { Letter } from './letter.entity.js';
import { letterContext } from './letter-context.js';
import { LetterHtml } from './letter-html.js';
import { LetterTexts } from './letter-texts.js';
import { isByPerson, type ReplyTo, topicOf } from './letters.js';
import type { LetterFile } from './mail.service.js';
import { messageIdOf, type Thread, threadHeaders } from './message-id.js';
import { isTooLarge } from './smtp-refusal.js';
import { UnsubscribeLink } from './unsubscribe-link.js';

/** What keeps programs from answering (RFC 3834, and Exchange in its own words). */
const BY_PROGRAM = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** Hands one letter over to the mail server, as HTML and as text. */
@Injectable()
export class MailSender {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailer: MailerService,
    private readonly unsubscribe: UnsubscribeLink,
    private readonly html: LetterHtml,
    private readonly texts: LetterTexts,
  ) {}

  /** With the files; a letter that is too large with them leaves without, and its words say so. */
  async send(letter: Letter, files: readonly LetterFile[]): Promise<void> {
    try {
      await this.handOver(letter, files);
    } catch (error) {
      if (files.length === 0 || !isTooLarge(error)) throw error;
      await this.handOver(letter, []);
    }
  }

  private async handOver(letter: Letter, files: readonly LetterFile[]): Promise<void> {
    const { company, mailFrom, incoming } = this.config;
    const topic = topicOf(letter.kind);
    const { userNo } = (letter.data ?? {}) as { userNo?: string };
    // One about an emergency names nobody: it cannot be switched off.
    const unsubscribe = topic && userNo !== undefined ? this.unsubscribe.of(userNo, topic) : undefined;
    const context = letterContext(letter, this.config, { unsubscribe, attached: files.length > 0 });
    await this.mailer.sendMail({
      from: { name: company.name, address: mailFrom },
      to: { name: oneLine(letter.recipientName), address: letter.recipient },
      replyTo: replyTo(letter, { name: company.name, address: incoming?.address ?? company.email }),
      // Said explicitly, so that no parser of addresses can make it two recipients.
      envelope: { from: mailFrom, to: [letter.recipient] },
      subject: oneLine(letter.subject),
      html: this.html.of(letter.kind, context),
      text: this.texts.of(letter.kind, context),
      messageId: messageIdOf(letter.id, mailFrom),
      ...threadHeaders(letter.data?.['thread'] as Thread | undefined),
      date: letter.createdAt,
      attachments: files.map(({ name, bytes }) => ({ filename: name, content: bytes })),
      headers: { ...(!isByPerson(letter.kind) && BY_PROGRAM), ...oneClick(unsubscribe) },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

/** Whoever answers a letter answers the office; the office answers whoever has asked. */
function replyTo({ data }: Letter, office: ReplyTo): ReplyTo {
  const { name, address } = (data?.['replyTo'] ?? office) as ReplyTo;
  return { name: oneLine(name), address: oneLine(address) };
}

/** Lets the mail program show a button of its own (RFC 8058). */
function oneClick(link: string | undefined): Record<string, string> {
  return link === undefined
    ? {}
    : { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ').trim();
}
