import { Controller, Get } from '@nestjs/common';
import type { RequestContext } from '../../core/request-context.js';
import { type Page, view } from '../../web/page.js';
import { CurrentContext, QueryText } from '../../web/request-parts.js';
import { Providers } from '../providers/providers.js';
import { type ListedSignIn, SignIns } from './sign-ins.service.js';

/** «Кто и когда входил» of the profile: the sign-ins of ninety days. */
@Controller('profile/sign-ins')
export class SignInsController {
  constructor(
    private readonly signIns: SignIns,
    private readonly providers: Providers,
  ) {}

  @Get()
  async list(@CurrentContext() context: RequestContext, @QueryText('before') before: string): Promise<Page> {
    const from = /^\d{1,15}$/.test(before) ? before : undefined;
    const { rows, more } = await this.signIns.list(context.user!.id, from);
    return view('profile/sign-ins', {
      title: 'Кто и когда входил',
      signIns: rows.map((row) => ({
        ...described(row, context),
        way: this.providers.wayIn(row.way, row.withCode),
      })),
      earlier: more ? rows.at(-1)!.id : undefined,
      later: from !== undefined,
    });
  }
}

function described({ failedBefore, openId, ...row }: ListedSignIn, { session }: RequestContext): object {
  const current = openId !== null && openId === session!.publicId;
  return {
    ...{ ...row, current, openId: current ? undefined : (openId ?? undefined) },
    ...(failedBefore > 0 && { failed: failedBefore }),
  };
}
