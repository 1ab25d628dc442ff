/** A person as a provider knows them. */
export interface Person {
  readonly id: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly middleName?: string;
  readonly email?: string;
  readonly phone?: string;
}

/** Who can sign in during a trial. */
export const PEOPLE: readonly Person[] = [
  {
    ...{ id: '1001', firstName: 'Мария', middleName: 'Андреевна', lastName: 'Ковалёва' },
    ...{ email: 'maria.kovaleva@example.test', phone: '+79025550101' },
  },
  {
    ...{ id: '1002', firstName: 'Игорь', middleName: 'Петрович', lastName: 'Снегирёв' },
    ...{ email: 'igor.snegirev@example.test', phone: '+79025550102' },
  },
  { id: '1003', firstName: 'Ольга', lastName: 'Литвина' },
];
