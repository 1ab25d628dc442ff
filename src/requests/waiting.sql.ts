/**
 * A request that waits, whoever counts it: open, and not joined to another one, under which it stands. Menu, «Сегодня», the desk
 * and the counts of people and houses say this.
 */
export const WAITING = 'due_at IS NOT NULL AND parent_id IS NULL';
