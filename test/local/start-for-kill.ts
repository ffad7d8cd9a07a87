import { startTestLocal } from './local-under-test.ts';

/** A process of its own that a test can kill: starts on the folder that it is told, and says where it is. */
const [dataDir = ''] = process.argv.slice(2);
const local = await startTestLocal({ dataDir });
console.log(local.url);
