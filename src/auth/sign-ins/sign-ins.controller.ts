import { Controller, Get } from '@nestjs/common';
import type { RequestContext } from '../../core/request-context.js';
import { plural } from '../../text/russian.js';
import { type Page, view } from '../../web/page.js';
import { CurrentContext, QueryText } from '../../web/request-parts.js';
import { WAYS_IN } from './sign-in-words.js';
import { type ListedSignIn, SignIns } from './sign-ins.service.js';

/** «Кто и когда входил» of the profile: the sign-ins of ninety days. */
@Controller('profile/sign-ins')
export class SignInsController {
  constructor(private readonly signIns: SignIns) {}

  @Get()
  async list(@CurrentContext() context: RequestContext, @QueryText('before') before: string): Promise<Page> {
    const from = /^\d{1,15}$/.test(before) ? before : undefined;
    const { rows, more } = await this.signIns.list(context.user!.id, from);
    return view('profile/sign-ins', {
      title: 'Кто и когда входил',
      signIns: rows.map((row) => described(row, context)),
      earlier: more ? rows.at(-1)!.id : undefined,
      later: from !== undefined,
    });
  }
}

function described({ way, failedBefore, openId, ...row }: ListedSignIn, { session }: RequestContext): object {
  const current = openId !== null && openId === session!.publicId;
  return {
    ...{ ...row, way: WAYS_IN[way], current, openId: current ? undefined : (openId ?? undefined) },
    ...(failedBefore > 0 && { failed: `${failedBefore}\u00A0${plural(failedBefore, 'раз', 'раза', 'раз')}` }),
  };
}
