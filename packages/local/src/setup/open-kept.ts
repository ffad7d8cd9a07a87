import { Problem } from '../problem.ts';
import { type Closing, createClosing } from '../stand-ins/closing.ts';
import { startDynamo } from '../stand-ins/dynamo.ts';
import { startQueues } from '../stand-ins/queues.ts';
import { startSecrets } from '../stand-ins/secrets.ts';
import { place } from '../template/resolve.ts';
import { type DataFolder, isRunningOn, openDataFolder, pathIn } from './data-folder.ts';
import { readKeyRing, writeKeyRing } from './secret-values.ts';
import { readServices, type ServicesFile } from './services-file.ts';

/** The table, the key ring and the queues of a data folder, as services of AWS. */
export type KeptServices = ServicesFile & { readonly close: () => Promise<void> };

/**
 * Opens what `npm start` keeps in a folder: its own services while it runs there, else services of our own, which keep others
 * from starting there until `close`. Throws a `Problem` for a folder in which nothing was kept yet.
 */
export async function openKept(dir: string): Promise<KeptServices> {
  const known = readServices(pathIn(dir, 'services'));
  if (known === undefined)
    throw new Problem(`Nothing is kept in ${dir}: type "npm start" first, or name another folder.`);
  if (isRunningOn(dir)) return { ...known, close: async () => {} };
  const closing = createClosing();
  try {
    const folder = closing.add(openDataFolder(dir, false));
    const ringFile = folder.path('secrets');
    const dynamo = closing.add(await startDynamo({ dataDir: folder.path('table') }));
    const ring = new Map([[known.keysSecretId, JSON.stringify(readKeyRing(ringFile))]]);
    const keepers = new Map([[known.keysSecretId, (value: string) => writeKeyRing(ringFile, value)]]);
    const secrets = closing.add(await startSecrets(ring, keepers));
    const { url: _, queues, ...lasting } = known;
    const kept = queues && { ...queues, url: await openQueues(closing, folder) };
    return {
      ...lasting,
      ...(kept ? { queues: kept } : {}),
      dynamoUrl: dynamo.url,
      secretsUrl: secrets.url,
      close: closing.close,
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** With the messages that nobody has worked off yet. */
async function openQueues(closing: Closing, folder: DataFolder): Promise<string> {
  const queues = closing.add(await startQueues({ region: place.region, dataDir: folder.path('queues') }));
  return queues.url;
}
