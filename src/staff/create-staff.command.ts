import { parseArgs } from 'node:util';
import { isStaffRole } from '../panel/person.js';
import { problemsOf } from '../web/field.js';
import { NewStaffForm } from './staff.forms.js';
import type { SecondFactor } from './second-factor/second-factor.service.js';
import type { StaffPasswords } from './staff-passwords.service.js';
import type { StaffService } from './staff.service.js';

const RESET_USAGE = 'npm run staff:password -- --login LOGIN';
const SECOND_FACTOR = 'npm run staff:reset-second-factor';

const USAGE =
  'npm run staff:create -- --login LOGIN --email EMAIL --role administrator|accountant|dispatcher|moderator|operator [--name NAME]';

/** Adds somebody of the office from the command line and prints a one-time password; returns the exit code. */
export async function createStaff(
  args: string[],
  staff: StaffService,
  print: (line: string) => void,
): Promise<number> {
  const option = { type: 'string' } as const;
  let values: Record<string, string | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: { login: option, email: option, role: option, name: option },
      strict: true,
    }));
  } catch {
    print(USAGE);
    return 2;
  }
  const { login = '', email = '', role = '', name = login } = values;
  const problems = Object.entries(problemsOf(NewStaffForm, { login, email, role, name }));
  if (problems.length > 0 || !isStaffRole(role)) {
    for (const [option, problem] of problems) print(`--${option}: ${problem}`);
    print(USAGE);
    return 2;
  }
  const created = await staff.create(
    { login, email, role, name },
    { kind: 'system', name: 'npm run staff:create' },
  );
  if (!created) {
    print(`Логин ${login} уже занят.`);
    return 1;
  }
  print(`Сотрудник ${login} заведён. Одноразовый пароль на 24 часа: ${created.password}`);
  return 0;
}

/** Gives somebody of the office a new one-time password: the way back in for the last administrator. Returns the exit code. */
export async function resetStaffPassword(
  args: string[],
  staff: StaffService,
  passwords: StaffPasswords,
  print: (line: string) => void,
): Promise<number> {
  const login = loginIn(args);
  if (login === undefined) {
    print(RESET_USAGE);
    return 2;
  }
  const found = await staff.findByLogin(login);
  if (!found || found.disabledAt !== null) {
    print(found ? `Доступ сотрудника ${login} закрыт.` : `Сотрудника ${login} нет.`);
    return 1;
  }
  const password = await passwords.reset(found.id, { kind: 'system', name: 'npm run staff:password' });
  print(`Новый одноразовый пароль сотрудника ${found.login} на 24 часа: ${password}`);
  return 0;
}

/** Resets the second factor of somebody whom no other administrator can help. Returns the exit code. */
export async function resetSecondFactor(
  args: string[],
  staff: StaffService,
  factor: SecondFactor,
  print: (line: string) => void,
): Promise<number> {
  const login = loginIn(args);
  if (login === undefined) {
    print(`${SECOND_FACTOR} -- --login LOGIN`);
    return 2;
  }
  const found = await staff.findByLogin(login);
  if (!found) {
    print(`Сотрудника ${login} нет.`);
    return 1;
  }
  const actor = { kind: 'system', name: SECOND_FACTOR } as const;
  if ((await factor.reset(found.id, 'командой на сервере', actor)) !== 'done') {
    print(`У сотрудника ${found.login} нет входа с кодом.`);
    return 1;
  }
  print(`Вход с кодом сотрудника ${found.login} сброшен: теперь он войдёт с одним паролем.`);
  return 0;
}

function loginIn(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { login: { type: 'string' } }, strict: true }).values.login;
  } catch {
    // The usage says it.
    return undefined;
  }
}
