import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Ask } from './ask-stage.ts';

/** Answers that somebody wrote down before, by the id of the question. What is missing is nothing typed. */
export function askFrom(answers: unknown): Ask {
  const given = typeof answers === 'object' && answers !== null ? (answers as Readonly<Record<string, unknown>>) : {};
  return async (id) => {
    const answer = Object.hasOwn(given, id) ? given[id] : undefined;
    if (Array.isArray(answer)) return answer.join(',');
    return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
  };
}

/** Asks whoever sits here. What is typed for a secret is not shown. */
export function createTerminal(): { readonly ask: Ask; readonly close: () => void } {
  let isMuted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const ask: Ask = async (id, text, now, isSecret = false) => {
    const answer = lines.question(`${text} [${id}]${now === '' ? '' : ` (${now})`}: `);
    isMuted = isSecret;
    try {
      return await answer;
    } finally {
      isMuted = false;
      if (isSecret) process.stdout.write('\n');
    }
  };
  return { ask, close: () => lines.close() };
}
