import { emailKey } from './email-address.js';

const MIN_LENGTH = 3;
const MAX_LENGTH = 64;

// Names that would pass for the company or its staff, without the signs that could hide them: «a.d-m_i.n» is admin.
const RESERVED = new Set(
  (
    'admin administrator root superuser sysadmin system support help helpdesk staff operator moderator manager director ' +
    'dispatcher dispetcher security abuse postmaster hostmaster webmaster mailer daemon noreply info office service ' +
    'kabinet maxkom makskom uk ads zhkh null undefined anonymous guest user login ' +
    'админ администратор админка суперпользователь сисадмин система поддержка техподдержка помощь сотрудник оператор ' +
    'модератор менеджер директор диспетчер диспетчерская бухгалтер бухгалтерия безопасность служба аварийная ' +
    'аварийка кабинет макском ук адс жкх офис гость пользователь логин'
  ).split(' '),
);

/** Says what is wrong with a new login, or null; the e-mail is the one typed in the same form. */
export function loginProblem(login: string, email: string): string | null {
  const key = loginKey(login);
  const length = [...key].length;

  if (!length) return 'Укажите логин';
  // Widened letters such as «ﬁ» are two when they are compared, one where they are stored.
  if (length < MIN_LENGTH || [...login].length < MIN_LENGTH) {
    return 'Логин слишком короткий: минимум 3 символа';
  }
  if (length > MAX_LENGTH) return 'Логин слишком длинный: не более 64 символов';
  if (key.includes('@')) {
    // Otherwise one could take a stranger's address as a login and receive what is meant for the stranger.
    if (emailKey(login) === emailKey(email)) return null;
    return 'Знак @ возможен в логине, только если логин совпадает с вашим адресом E-mail';
  }
  if (/[a-z]/.test(key) && /[а-яё]/.test(key)) {
    return 'Логин должен быть набран либо только русскими, либо только латинскими буквами';
  }
  if (!/^[a-zа-яё0-9._-]+$/.test(key) || !/[^._-]/.test(key)) {
    return 'В логине возможны русские или латинские буквы, цифры, точка, дефис и знак подчёркивания';
  }
  if (RESERVED.has(key.replace(/[._-]/g, ''))) return 'Такой логин занять нельзя. Придумайте другой';
  return null;
}

/** Gives the form in which logins are compared: the letter case and the width of letters do not matter, «ё» does. */
export function loginKey(login: string): string {
  return login.normalize('NFKC').toLowerCase();
}

/**
 * Gives the form in which limits count what is typed where a login or an e-mail is asked for. It is made from the typed
 * text alone: a name that is known must be counted like one that nobody has.
 */
export function typedNameKey(typed: string): string {
  const name = typed.normalize('NFKC').trim();
  return name.includes('@') ? emailKey(name) : loginKey(name);
}
