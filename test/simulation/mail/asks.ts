import type { MailSettingsEdit, MailView } from '@concord/core';
import { isSyncError } from '@concord/core';
import {
  askSend,
  disconnect,
  mailView,
  redactEngagement,
  requestBackSync,
  saveAliases,
  saveMailSettings,
} from '@concord/engine';
import type { Loop } from '../stage/loop.ts';
import { Killed } from '../stage/scheduler.ts';
import { domainOfFirm, excludedDomain, excludedLabel } from './cast.ts';
import { compose, pickClient, type Scene } from './deeds/scene.ts';
import { type Attending, boxIn, fillGaps, noteSettings } from './page.ts';
import type { SettingsState } from './record.ts';
import { readTimelines } from './shown.ts';
import type { SettingsPlan } from './story.ts';

/** A member in front of the page, who wants something of it. */
export type Asking = Attending & {
  readonly scene: Scene;
  readonly loop: Loop;
  /** Letters whose answer is awaited: tag → wish. */
  readonly wishes: Map<string, string>;
};

type Ask = (asking: Asking) => Promise<string | undefined>;

const dayMs = 86_400_000;

async function view({ stage, visitor }: Asking): Promise<MailView | undefined> {
  return await mailView(stage.calmPorts, stage.callerOf(visitor.firm, visitor.member)).catch(() => undefined);
}

const callerOf = ({ stage, visitor }: Asking) => stage.callerOf(visitor.firm, visitor.member);

/** So many days up to today, or some of them. */
const backSyncs: Ask = async (asking) => {
  const { chance, stage, visitor } = asking;
  const seen = await view(asking);
  const own = seen && boxIn(seen);
  if (own === undefined) return undefined;
  const day = (ago: number): string => new Date(stage.clouds.now() - ago * dayMs).toISOString().slice(0, 10);
  const last = chance.oneOf(0, 0, 1, 3);
  const days = {
    from: day(last + chance.oneOf(0, 2, 10)),
    to: day(last),
    zone: chance.oneOf('UTC', 'America/Toronto'),
  };
  await visitor.ask((ports) => requestBackSync(ports, callerOf(asking), own.connection.id, days));
  return `Box ${asking.box.index} is to be looked through from ${days.from} to ${days.to}`;
};

const fillsGap: Ask = async (asking) => {
  const count = await fillGaps(asking);
  return count > 0 ? `A gap of box ${asking.box.index} is to be filled` : undefined;
};

/** Pressed once: an answer that never came leaves them in doubt, and nobody presses again. */
const sends: Ask = async (asking) => {
  const { scene, box, loop, record } = asking;
  const seen = await view(asking);
  const own = seen && boxIn(seen);
  const found = pickClient(scene);
  if (own?.connection.state !== 'active' || !own.canSend || found === undefined) return undefined;
  const draft = { from: box.email, to: [found.address], messageId: false, sentAt: scene.now() } as const;
  const { tag, mail } = compose(scene, draft, 'L');
  const letter = { to: [found.address], subject: mail.subject, text: mail.text };
  try {
    const wish = await loop.ask((ports) => askSend(ports, callerOf(asking), own.connection.id, letter));
    record.note({ kind: 'letter', tag, box: box.index, state: 'asked' });
    if (wish.state === 'failed')
      record.note({ kind: 'letter', tag, box: box.index, state: 'failed', sentence: wish.sentence });
    else asking.wishes.set(tag, wish.id);
  } catch (error) {
    if (!(error instanceof Killed) && !isSyncError(error)) throw error;
    record.note({ kind: 'letter', tag, box: box.index, state: 'unsure' });
  }
  return `${tag} is sent from the timeline of contact ${found.client.contact}`;
};

const redacts: Ask = async (asking) => {
  const { stage, visitor, record, chance } = asking;
  const lines = (await readTimelines(stage, visitor.firm)).filter(
    ({ tag, canRedact }) => tag !== undefined && canRedact,
  );
  const line = chance.pick(lines);
  if (line?.tag === undefined) return undefined;
  const done = await visitor.ask(async (ports) => {
    await redactEngagement(ports, callerOf(asking), line.id);
    return true;
  });
  if (done === undefined) return undefined;
  record.note({ kind: 'redacted', firm: visitor.firm.id, tag: line.tag, engagement: line.id });
  return `${line.tag} is redacted`;
};

const namesAlias: Ask = async (asking) => {
  const seen = await view(asking);
  const own = seen && boxIn(seen);
  if (own === undefined) return undefined;
  const aliases = [asking.box.alias, `desk${asking.box.index}@${domainOfFirm(asking.visitor.firm.id)}`];
  await asking.visitor.ask((ports) => saveAliases(ports, callerOf(asking), own.connection.id, aliases));
  return `Box ${asking.box.index} is ${aliases.join(' and ')} as well`;
};

const disconnects: Ask = async (asking) => {
  const seen = await view(asking);
  const own = seen && boxIn(seen);
  if (own?.connection.state !== 'active') return undefined;
  const done = await asking.visitor.ask(async (ports) => {
    await disconnect(ports, callerOf(asking), own.connection.id);
    return true;
  });
  // Whoever got no answer may have done it all the same.
  asking.record.note({ kind: 'box', box: asking.box.index, state: 'disconnected' });
  return done ? `Box ${asking.box.index} is disconnected` : undefined;
};

const changesSettings: Ask = async (asking) => {
  const { chance } = asking;
  const seen = await view(asking);
  if (seen?.canEditSettings !== true) return undefined;
  const { settings } = seen;
  const firm = asking.visitor.firm.id;
  const flip = (list: readonly string[], one: string): readonly string[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  const edit = chance.oneOf<MailSettingsEdit>(
    { copiesCount: !settings.copiesCount },
    { keepPreview: !settings.keepPreview },
    { fillNewContacts: !settings.fillNewContacts },
    { excludedDomains: flip(settings.excludedDomains, excludedDomain) },
    { excludedLabels: flip(settings.excludedLabels, 'Important') },
    { ownDomains: flip(settings.ownDomains, domainOfFirm(firm)) },
  );
  await saveSettings(asking, { ...settings, ...withoutNull(edit) }, edit);
  return `Firm ${firm} decides: ${JSON.stringify(edit)}`;
};

const withoutNull = ({ retentionDays: _, ...edit }: MailSettingsEdit) => edit;

async function saveSettings(
  asking: Attending,
  wished: Omit<SettingsState, 'isSure'>,
  edit: MailSettingsEdit,
): Promise<void> {
  const { stage, visitor, record } = asking;
  const firm = visitor.firm.id;
  const { copiesCount, excludedDomains, ownDomains, excludedLabels } = wished;
  // It may hold from now on, whatever is heard of it.
  record.note({ kind: 'settings', firm, copiesCount, excludedDomains, ownDomains, excludedLabels, isSure: false });
  const saved = await visitor.ask((ports) =>
    saveMailSettings(ports, stage.callerOf(visitor.firm, visitor.member), edit),
  );
  if (saved) noteSettings(record, firm, saved);
}

/** What the owner of a firm chooses before anything else. */
export async function chooseSettings(attending: Attending, plan: SettingsPlan): Promise<void> {
  const { copiesCount, keepPreview, fillNewContacts } = plan;
  const edit = {
    copiesCount,
    keepPreview,
    fillNewContacts,
    excludedDomains: plan.excludedDomains ? [excludedDomain] : [],
    ownDomains: plan.ownDomains ? [domainOfFirm(attending.visitor.firm.id)] : [],
    excludedLabels: [excludedLabel],
  };
  await saveSettings(attending, edit, edit);
}

/** What people want of the page: name → how often, and how. */
export const mailAsks = {
  backSyncs: [3, backSyncs],
  fillsGap: [3, fillsGap],
  sends: [4, sends],
  redacts: [2, redacts],
  namesAlias: [1, namesAlias],
  disconnects: [1, disconnects],
  changesSettings: [2, changesSettings],
} as const satisfies Readonly<Record<string, readonly [weight: number, Ask]>>;
