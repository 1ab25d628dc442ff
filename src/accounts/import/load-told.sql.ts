import { told } from '../../audit/told.sql.js';

/** What a line `e` of the journal about a load `i` tells in the history of one record: «загрузка № 3: … (файл «accounts.csv»)». */
export const ofLoad = (what: string, joined = ''): string => `
  (SELECT concat(concat_ws(': ', 'загрузка № ' || i.no, ${what}), ' (файл «' || (${told('fileName')}) || '»)')
   FROM imports i ${joined} WHERE i.id = e.object_id::uuid)`;
