import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseStage, pathOfStage, readStageFile } from '../stage-file.ts';
import { askFrom, createTerminal } from './asking.ts';
import { createCloud, createCloudClients } from './cloud.ts';
import { setUp } from './set-up.ts';

const usage = `Usage: npm run setup -- --stage prod [--answers FILE]

Asks for what a stage on AWS needs, fills its secrets, and says what to register and to do. It works with the
credentials and the region of your environment, and can be repeated.

  --stage STAGE     small letters and digits
  --answers FILE    JSON with the answers, by the names that are shown in brackets; what is missing stays as it is
  --stages DIR      where the files of stages are kept (infra/stages)`;

const known = {
  stage: { type: 'string' },
  answers: { type: 'string' },
  stages: { type: 'string', default: fileURLToPath(new URL('../stages', import.meta.url)) },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

async function main(typed: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...typed], options: known });
  if (values.help || values.stage === undefined) {
    console.log(usage);
    return;
  }
  const [stage, path] = [parseStage(values.stage), pathOfStage(values.stages, values.stage)];
  const terminal = values.answers === undefined ? createTerminal() : undefined;
  try {
    await setUp({
      stage,
      before: readStageFile(values.stages, stage),
      ask: terminal?.ask ?? askFrom(readAnswers(values.answers ?? '')),
      say: (line) => console.log(line),
      cloud: createCloud(createCloudClients()),
      keep: (file) => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`);
        console.log(`Kept in ${path}.`);
      },
    });
  } finally {
    terminal?.close();
  }
}

function readAnswers(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is no JSON that can be read.`, { cause: error });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
