import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { UnsubscribeLink } from '../mail/unsubscribe-link.js';
import { type AnyTopic, wordsOf } from '../mail/topics.js';
import { ONE_CLICK_PATH } from '../web/one-click.js';
import type { RequestContext } from '../core/request-context.js';
import { type Page, view } from '../web/page.js';
import { CurrentContext, Public, QueryText } from '../web/request-parts.js';
import { NotificationPreferences } from './notification-preferences.service.js';
import { UsersService } from '../users/users.service.js';
import { strangerActor } from '../auth/actor.js';

const PRIVATE = { 'Referrer-Policy': 'no-referrer' };

/**
 * The link at the end of a letter in bulk. Opening it changes nothing, the button does, and so does the mail program
 * that posts by itself (RFC 8058). It acts for whom the link names, whoever is signed in.
 */
@Controller(ONE_CLICK_PATH)
@Public()
export class UnsubscribeController {
  constructor(
    private readonly links: UnsubscribeLink,
    private readonly users: UsersService,
    private readonly preferences: NotificationPreferences,
  ) {}

  @Get()
  open(@QueryText('to') to: string): Page {
    const link = this.links.read(to);
    return link ? page(link.topic, { to }) : broken();
  }

  /** Answers alike whether the letters were on, off or nobody's: the link tells nothing. */
  @Post()
  @HttpCode(200)
  async switchOff(@QueryText('to') to: string, @CurrentContext() context: RequestContext): Promise<Page> {
    const link = this.links.read(to);
    if (!link) {
      return broken();
    }
    const user = await this.users.findByPublicNo(link.userNo);
    if (user) {
      await this.preferences.switchOff(user.id, link.topic, strangerActor(context));
    }
    return page(link.topic, { done: true });
  }
}

function page(topic: AnyTopic, data: { to?: string; done?: boolean }): Page {
  const { about, stays } = wordsOf(topic);
  const title = data.done ? 'Письма отключены' : `Отключить письма ${about}?`;
  return view('notifications/unsubscribe', { title, topic, about, stays, ...data }, 200, PRIVATE);
}

function broken(): Page {
  return view('notifications/broken-link', { title: 'Ссылка не подошла' }, 404, PRIVATE);
}
