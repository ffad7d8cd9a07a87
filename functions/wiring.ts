import { randomBytes } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { createMailer, createQueue, createSecrets, createTable, createVault } from '@concord/aws';
import { type Hosts, type Mailer, type Provider, type ProviderName, SyncError } from '@concord/core';
import type { EnginePorts, EngineSettings, Log } from '@concord/engine';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { outgoingAttributes } from './correlation.ts';
import { createLogger, toLog } from './log.ts';
import { measureDue, measureExchanges } from './measure.ts';
import { createMeter, type Meter } from './meter.ts';
import { recordExchanges } from './recorder.ts';
import { type Environment, readHosts, readSettings, required } from './settings.ts';
import { createTransport } from './transport.ts';

/** What a handler stands on. `ports` throws `misconfigured` when the environment lacks something. */
export type Place = {
  readonly logger: Logger;
  readonly log: Log;
  readonly meter: Meter;
  readonly ports: () => EnginePorts;
};

/** Ports are made at the first event and kept as long as the container lives; nothing is made when a module is loaded. */
export function createPlace(service: string, environment: Environment = process.env): Place {
  const logger = createLogger(service);
  const meter = createMeter(service);
  const log = toLog(logger, meter);
  let ports: EnginePorts | undefined;
  return {
    logger,
    log,
    meter,
    ports: () => {
      ports ??= createPorts(environment, log, meter);
      return ports;
    },
  };
}

const knownProviders: Readonly<Partial<Record<ProviderName, Provider>>> = { clio, microsoft, google };

export function createPorts(environment: Environment, log: Log, meter: Meter): EnginePorts {
  const settings = readSettings(environment);
  const providers = chosenProviders(environment['CONCORD_PROVIDERS']);
  refuseUnknownRegions(settings);
  const clock = { now: () => Date.now() };
  const hosts: Partial<Record<ProviderName, Hosts>> = Object.fromEntries(
    Object.values(providers).map((provider) => [provider.name, readHosts(environment, provider)]),
  );
  const addresses = Object.values(hosts).flatMap((each) => Object.values(each));
  const bare = createTransport({ timeoutMs: settings.requestTimeoutMs, hosts: addresses });
  const plain = measureExchanges(bare, { hosts, clock, meter, log });
  const directory = environment['CONCORD_RECORD'];
  return {
    table: measureDue(createTable({ tableName: required(environment, 'CONCORD_TABLE') }), meter),
    queue: createQueue({ queueUrl: required(environment, 'CONCORD_QUEUE_URL'), attributes: outgoingAttributes }),
    vault: createVault({ secretId: required(environment, 'CONCORD_SECRET_KEYS') }),
    secrets: createSecrets({
      secretIds: {
        clio: required(environment, 'CONCORD_SECRET_CLIO'),
        microsoft: required(environment, 'CONCORD_SECRET_MICROSOFT'),
        google: required(environment, 'CONCORD_SECRET_GOOGLE'),
      },
    }),
    mailer: createMailerOf(environment),
    clock,
    random: { id: (bytes = 16) => randomBytes(bytes).toString('base64url') },
    transport: directory ? recordExchanges(plain, { directory, hosts, clock, log }) : plain,
    providers,
    hosts,
    settings,
    log,
  };
}

/** Only functions that send letters are told from whom. */
function createMailerOf(environment: Environment): Mailer {
  const from = environment['CONCORD_MAIL_FROM'];
  if (!from)
    return { send: async () => Promise.reject(new SyncError('misconfigured', 'CONCORD_MAIL_FROM is not set.')) };
  const configurationSet = environment['CONCORD_MAIL_CONFIGURATION_SET'];
  return createMailer({ from, ...(configurationSet ? { configurationSet } : {}) });
}

function refuseUnknownRegions({ regions }: EngineSettings): void {
  const known = knownProviders.clio?.profile.regions ?? {};
  const unknown = regions.find((region) => !Object.hasOwn(known, region));
  if (unknown === undefined) return;
  throw new SyncError('misconfigured', `CONCORD_CLIO_REGIONS names "${unknown}", which is no region of Clio.`);
}

/** All of them, unless the operator named some. */
function chosenProviders(text: string | undefined): typeof knownProviders {
  if (text === undefined || text === '') return knownProviders;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(knownProviders, name));
  if (unknown !== undefined)
    throw new SyncError('misconfigured', `CONCORD_PROVIDERS names "${unknown}", which is no provider.`);
  return Object.fromEntries(Object.entries(knownProviders).filter(([name]) => names.includes(name)));
}
