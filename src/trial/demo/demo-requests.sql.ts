/** Own people and a contractor of the demo company; all made up. */
export const ADD_EXECUTORS = `
  INSERT INTO executors (name, trade, contractor, badge, phone, email)
  SELECT * FROM (VALUES
    ('Ильин Сергей Олегович', 'сантехник', false, '147', '+79025550101', 'ilyin@kabinet.maxkom.ru'),
    ('Носов Пётр Андреевич', 'электрик', false, '152', '+79025550102', 'nosov@kabinet.maxkom.ru'),
    ('ООО «Байкаллифт»', 'лифты', true, '', '+73952555103', 'lift@kabinet.maxkom.ru')) AS x
  WHERE NOT EXISTS (SELECT FROM executors)`;

/**
 * Requests of the last days at moment $1 in year $2: one that is late, some that soon will be, one done, one deferred. What
 * they are about and who they are from is made up. Terms are those of the categories; none runs by hours of the day.
 */
export const ADD_REQUESTS = `
  WITH given (sequence, flat, place, category, emergency, channel, minutes, state, executor, text) AS (VALUES
    (1, 21, '', 'sewage', false, 'phone', 2900, 'completed', 'Ильин Сергей Олегович', 'Плохо уходит вода на кухне'),
    (2, 5, ', подъезд 1', 'yard', false, 'phone', 1600, 'deferred', NULL, 'Не горит фонарь у площадки'),
    (3, 41, '', 'intercom', false, 'cabinet', 700, 'in_progress', NULL, 'Не слышно звонящего'),
    (4, 30, '', 'heating', false, 'cabinet', 560, 'in_progress', 'Ильин Сергей Олегович', 'В угловой комнате 15 градусов'),
    (5, 47, '', 'electricity', false, 'cabinet', 200, 'open', NULL, 'Нет света во всей квартире'),
    (6, 42, ', подъезд 1', 'lift', false, 'phone', 95, 'in_progress', 'ООО «Байкаллифт»', 'Стоит на третьем этаже'),
    (7, 26, '', 'sewage', false, 'phone', 75, 'in_progress', 'Ильин Сергей Олегович', 'Вода из унитаза пошла на пол'),
    (8, 14, '', 'leak', true, 'phone', 42, 'open', NULL, 'Льёт из-под мойки, заливает соседей снизу'),
    (9, 7, '', 'cold-water', false, 'cabinet', 25, 'open', NULL, 'Нет холодной воды с утра')),
  flats AS (SELECT id, house_id, house, address, owner_name, row_number() OVER (ORDER BY number) AS flat FROM account_places),
  made AS (
    SELECT g.*, f.house_id, f.owner_name, CASE g.place WHEN '' THEN f.id END AS account_id,
      CASE g.place WHEN '' THEN f.address ELSE f.house || g.place END AS address,
      $1::timestamptz - make_interval(mins => g.minutes) AS at, x.id AS executor_id, c.first_title,
      CASE WHEN c.first_minutes IS NOT NULL AND (g.emergency OR NOT c.first_emergency_only)
        THEN $1::timestamptz + make_interval(mins => c.first_minutes - g.minutes) END AS first_due,
      $1::timestamptz + make_interval(mins => c.fix_minutes - g.minutes) AS fix_due
    FROM given g JOIN flats f ON f.flat = g.flat JOIN request_categories c ON c.id = g.category
    LEFT JOIN executors x ON x.name = g.executor
    WHERE NOT EXISTS (SELECT FROM service_requests)),
  numbers AS (INSERT INTO request_numbers (year, last) SELECT $2, max(sequence) FROM made HAVING count(*) > 0),
  requests AS (
    INSERT INTO service_requests (year, sequence, channel, registered_at, account_id, house_id, address, applicant, category,
      emergency, text, state, first_due, first_done_at, fix_due, deferred_until, defer_reason, due_at, soon_at, executor_id,
      started_at, finished_at, work_done, materials)
    SELECT $2, sequence, channel, at, account_id, house_id, address, owner_name, category, emergency, text, state, first_due,
      CASE WHEN state = 'completed' THEN at + interval '1 hour' END, fix_due,
      CASE state WHEN 'deferred' THEN $1::timestamptz + interval '3 days' END,
      CASE state WHEN 'deferred' THEN 'Ждём лампу со склада' ELSE '' END, due, due - greatest((due - at) / 4, interval '1 hour'),
      executor_id, CASE WHEN state IN ('in_progress', 'completed') THEN at + interval '9 minutes' END,
      CASE state WHEN 'completed' THEN at + interval '2 hours' END,
      CASE state WHEN 'completed' THEN 'Прочистили сифон, проверили слив.' ELSE '' END,
      CASE state WHEN 'completed' THEN 'прокладка' ELSE '' END
    FROM (SELECT *, CASE state WHEN 'completed' THEN NULL WHEN 'deferred' THEN $1::timestamptz + interval '3 days'
      ELSE least(first_due, fix_due) END AS due FROM made) m
    RETURNING id, sequence, registered_at, state, applicant, text, executor_id)
  INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, details, open)
  SELECT r.id, r.registered_at + make_interval(mins => e.after), e.kind, e.who,
    CASE e.kind WHEN 'registered' THEN r.applicant ELSE 'Марина Седова' END,
    CASE e.kind WHEN 'registered' THEN r.text WHEN 'completed' THEN 'Прочистили сифон, проверили слив.' ELSE '' END,
    CASE e.kind WHEN 'assigned' THEN jsonb_build_object('executorId', x.id, 'name', x.name, 'trade', x.trade, 'badge', x.badge)
      ELSE '{}' END, true
  FROM requests r LEFT JOIN executors x ON x.id = r.executor_id
  JOIN (VALUES (0, 'registered', 'system'), (9, 'taken', 'staff'), (9, 'assigned', 'staff'), (120, 'completed', 'staff'),
    (15, 'deferred', 'staff')) AS e (after, kind, who)
    ON e.kind = 'registered' OR (e.kind = 'taken' AND r.state IN ('in_progress', 'completed'))
      OR (e.kind = 'assigned' AND r.executor_id IS NOT NULL) OR e.kind = r.state
  ORDER BY r.registered_at, e.after`;
