import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { endChild, startChild } from './child-process.ts';
import { closeServer, freePort, untilListening } from './ports.ts';

const require = createRequire(import.meta.url);

/** A service of AWS played on 127.0.0.1. */
export type StandIn = { readonly url: string; readonly close: () => Promise<void> };

export type DynamoOptions = {
  /** Where rows are kept; without it, in memory. */
  readonly dataDir?: string;
  readonly engine?: DynamoEngine;
};
export type DynamoEngine = 'dynoxide' | 'dynalite';

/** DynamoDB: dynoxide where its binary is installed, else dynalite. */
export async function startDynamo({ dataDir, engine = installedEngine() }: DynamoOptions = {}): Promise<StandIn> {
  return engine === 'dynoxide' ? startDynoxide(dataDir) : startDynalite(dataDir);
}

function installedEngine(): DynamoEngine {
  return dynoxideBinary() === undefined ? 'dynalite' : 'dynoxide';
}

/** It is an optional package, for one platform only. */
function dynoxideBinary(): string | undefined {
  try {
    return require.resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
}

async function startDynoxide(dataDir: string | undefined): Promise<StandIn> {
  const command = dynoxideBinary();
  if (command === undefined) throw new Error('dynoxide is not installed.');
  const port = await freePort();
  const pidFile = dataDir === undefined ? undefined : join(dataDir, 'dynoxide.pid');
  const files = dataDir === undefined ? [] : ['--db-path', join(dataDir, 'table.sqlite')];
  const child = startChild({
    command,
    args: ['serve', '--host', '127.0.0.1', '--port', String(port), ...files],
    ...(pidFile === undefined ? {} : { pidFile }),
  });
  await untilListening(port, () => child.exitCode === null);
  return { url: `http://127.0.0.1:${port}`, close: () => endChild(child, pidFile) };
}

async function startDynalite(dataDir: string | undefined): Promise<StandIn> {
  const dynalite = require('dynalite') as (options: object) => Server;
  const files = dataDir === undefined ? {} : { path: join(dataDir, 'table.level') };
  const server = dynalite({ ...files, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}
