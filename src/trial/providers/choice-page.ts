import type { Person } from './person.js';

/** The page on which a person of a trial says who they are; all that stands in it is ours. */
export function choicePage(name: string, id: string, people: readonly Person[]): string {
  const link = (person: string): string => `/choice?id=${id}&amp;person=${person}`;
  const choices = people.map(
    (person) =>
      `<li><a class="who" href="${link(person.id)}">${person.firstName} ${person.lastName}<small>${person.email ?? 'без почты'}</small></a></li>`,
  );
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} для пробы</title>
<style>
body { margin: 0 auto; max-width: 30rem; padding: 2rem 1rem; font: 1.125rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; }
ul { list-style: none; padding: 0; }
li { margin: 0 0 .75rem; }
.who { display: block; padding: .75rem 1rem; border: 2px solid #0a6273; border-radius: .5rem; color: #0a4a57; text-decoration: none; }
.who:hover, .who:focus { background: #e8f4f6; }
small { display: block; color: #444; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>${name} для пробы</h1>
<p>Это не настоящий ${name}, а его замена на вашем компьютере: так можно увидеть, как житель входит через профиль. Кем войти?</p>
<ul>
${choices.join('\n')}
</ul>
<p><a href="${link('')}">Отказаться и вернуться</a></p>
</main>
</body>
</html>
`;
}
