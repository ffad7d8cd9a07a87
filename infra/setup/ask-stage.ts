import { parseStageFile, problemWith, type StageFile } from '../stage-file.ts';
import { type Question, questions } from './questions.ts';

export type Ask = (id: string, text: string, now: string, isSecret?: boolean) => Promise<string>;
type Asking = { readonly ask: Ask; readonly say: (line: string) => void };

const maximumTries = 5;

/** The choices of a stage, each asked for until it is right. Throws an Error with a sentence when it never is. */
export async function askStage(before: StageFile, region: string, asking: Asking): Promise<StageFile> {
  let file: StageFile = { ...before, region };
  for (const question of questions) {
    if (question.when?.(file) === false) {
      const { [question.key]: _dropped, ...rest } = file;
      file = rest;
      continue;
    }
    const value = await askOne(question, file, asking);
    if (value !== undefined) file = { ...file, [question.key]: value };
  }
  return parseStageFile({ ...file });
}

async function askOne(question: Question, file: StageFile, { ask, say }: Asking): Promise<unknown> {
  const now = file[question.key] ?? question.otherwise?.(file);
  for (let attempt = 0; attempt < maximumTries; attempt += 1) {
    const typed = (await ask(question.key, question.text, spelled(now))).trim();
    if (typed === '') return now;
    const value = question.toValue(typed);
    const problem = problemWith(question.key, value);
    if (problem === undefined) return value;
    say(problem);
  }
  throw new Error(`${question.key} was wrong ${maximumTries} times: begin again when you know it.`);
}

const spelled = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value as string);
