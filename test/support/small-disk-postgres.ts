import { pathToFileURL } from 'node:url';
import { projectPath } from './project.js';

/** A program: PostgreSQL in the folder that it is given; prints its address, and ends with its standard input. */
const built = pathToFileURL(projectPath('dist/trial/postgres/embedded-postgres.js')).href;
const { startEmbeddedPostgres } = (await import(
  built
)) as typeof import('../../src/trial/postgres/embedded-postgres.js');
const postgres = await startEmbeddedPostgres(process.argv[2]!);
console.log(postgres.url);
process.stdin.resume().once('end', () => void postgres.stop().then(() => process.exit(0)));
