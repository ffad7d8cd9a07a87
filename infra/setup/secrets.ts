import { randomBytes } from 'node:crypto';
import { type Partner, partners, type StageFile, secretNames } from '../stage-file.ts';
import type { Ask } from './ask-stage.ts';
import type { Cloud } from './cloud.ts';

type SecretName = (typeof secretNames)[number];
type App = { readonly clientId: string; readonly clientSecret: string };
type Setting = {
  readonly stage: string;
  readonly ask: Ask;
  readonly say: (line: string) => void;
  readonly cloud: Cloud;
};

export const nameOfSecret = (stage: string, name: SecretName): string => `concord/${stage}/${name}`;

/** Makes the secrets that are missing and fills those whose app is given. Returns the ARN of each. */
export async function settleSecrets(file: StageFile, setting: Setting): Promise<NonNullable<StageFile['secretArns']>> {
  const { clioRegions = ['us'], providers = partners } = file;
  const arns = {
    clio: await settleApps('clio', clioRegions, setting),
    microsoft: await settlePartner('microsoft', providers, setting),
    google: await settlePartner('google', providers, setting),
    keys: await settleKeys(setting),
  } as const satisfies Record<SecretName, string>;
  return arns;
}

/** One that is switched off needs its secret, too: functions are told where it would be. */
const settlePartner = (name: Partner, chosen: readonly Partner[], setting: Setting): Promise<string> =>
  settleApps(name, chosen.includes(name) ? [''] : [], setting);

/** `regions`: one app for each; the empty one is that of a provider without regions. */
async function settleApps(name: SecretName, regions: readonly string[], setting: Setting): Promise<string> {
  const { stage, say, cloud } = setting;
  const known = await cloud.secret(nameOfSecret(stage, name));
  const before = appsIn(name, known?.text);
  const apps: Record<string, App> = { ...before };
  for (const region of regions) {
    const app = await askApp(name, region, before[region] !== undefined, setting);
    if (app !== undefined) apps[region] = app;
    else if (before[region] === undefined) say(`The app at ${name} ${region} is still missing: nobody can connect it.`);
  }
  const value = JSON.stringify(apps[''] ?? apps);
  if (known === undefined)
    return await cloud.createSecret(nameOfSecret(stage, name), `Concord (${stage}): the app at ${name}`, value);
  if (value !== JSON.stringify(before[''] ?? before)) await cloud.putSecret(known.arn, value);
  return known.arn;
}

async function askApp(name: SecretName, region: string, isThere: boolean, { ask }: Setting): Promise<App | undefined> {
  const id = region === '' ? name : `${name}.${region}`;
  const what = region === '' ? `the app at ${name}` : `the app at ${name}, region ${region}`;
  const now = isThere ? 'as it is' : '';
  const clientId = (await ask(`${id}.clientId`, `Id of ${what}`, now)).trim();
  if (clientId === '') return undefined;
  const clientSecret = (await ask(`${id}.clientSecret`, `Secret of ${what} (is not shown)`, '', true)).trim();
  return clientSecret === '' ? undefined : { clientId, clientSecret };
}

/** By region; the empty region for a provider without any. One app alone at Clio is that of the first region. */
function appsIn(name: SecretName, text: string | undefined): Readonly<Record<string, App>> {
  const value = parsed(text);
  if (isApp(value)) return { [name === 'clio' ? 'us' : '']: value };
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, App] => isApp(entry[1])));
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const isApp = (value: unknown): value is App =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'clientSecret' in value;

/** Made once and never put again: without the keys of before, nothing that is kept can be opened. */
async function settleKeys({ stage, cloud }: Setting): Promise<string> {
  const name = nameOfSecret(stage, 'keys');
  const known = await cloud.secret(name);
  if (known !== undefined) return known.arn;
  const kid = `k${randomBytes(4).toString('hex')}`;
  const ring = { current: kid, keys: { [kid]: randomBytes(32).toString('base64url') } };
  return await cloud.createSecret(
    name,
    `Concord (${stage}): the key ring that seals what is stored`,
    JSON.stringify(ring),
  );
}
