import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { AccountsService, type LinkedAccount } from '../accounts.service.js';
import type { Right } from './rights.js';

/** What is said to somebody of the household who has no such right. */
const REFUSALS: Record<Right, string> = {
  money: 'Баланс, начисления и квитанции этого счета вам не открыты. Попросите владельца открыть их.',
  readings: 'Показания счетчиков этого счета вам не открыты: их передают те, кто живёт в квартире.',
  requests: 'Заявки по этой квартире вам не открыты.',
  book: 'Обращения об этой квартире пишут те, кто в ней живёт.',
  photos: 'Фотографии этой квартиры вам не открыты.',
  owner: 'Сведения о владельце вам не открыты.',
  inviting: 'Приглашать других и закрывать доступ может только владелец счета.',
};

/** The one door of residents to an account: strangers find none, members of a household what they may. */
@Injectable()
export class AccountDoor {
  constructor(private readonly accounts: AccountsService) {}

  /** The account for somebody who has it linked, with this right where one is needed; else the page of a refusal. */
  async open(userId: string, accountId: string, right?: Right): Promise<LinkedAccount> {
    const account = await this.accounts.find(userId, accountId);
    if (!account) throw new NotFoundException();
    if (right !== undefined && !account.may[right]) throw new ForbiddenException(REFUSALS[right]);
    return account;
  }
}
