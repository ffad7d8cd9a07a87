import { isDay, isZone, type MailRunView } from '@concord/core';
import { askingPorts } from '../asking/asking-ports.ts';
import { backSyncMail } from '../back-sync/back-sync-mail.ts';
import { boxOf } from '../back-sync/box-of.ts';
import { defineCommand, given, wrong } from '../command.ts';
import { callerOf } from '../why/caller-of.ts';

export const backsync = defineCommand({
  name: 'backsync',
  says: 'looks through older mail of one member, from one day to another: counts first, asks, and says how far it is until it is done. What is filed already is not filed twice. With --dry-run it only counts',
  options: ['member', 'from', 'to', 'zone', 'box', 'firm', 'dry-run', 'yes', 'detach', 'json'],
  words: 0,
  parse: ({ values: { member, from, to, zone, box, firm, yes, detach, json, 'dry-run': isDryRun } }) => {
    if (!member || !from || !to) throw wrong('backsync needs --member, --from and --to');
    if (!isDay(from) || !isDay(to)) throw wrong('--from and --to are days like 2026-01-31');
    if (zone !== undefined && !isZone(zone)) throw wrong(`"${zone}" is no time zone`);
    return {
      who: { member, ...given({ firm }) },
      span: { from, to },
      isDryRun: isDryRun === true,
      isSure: yes === true,
      isDetached: detach === true,
      isJson: json === true,
      ...given({ box, zone }),
    };
  },
  run: async (deployment, { who, span, box: named, zone, isJson, ...wish }, context) => {
    const caller = await callerOf(deployment, who);
    const ports = await askingPorts(deployment, context);
    const box = await boxOf(ports, caller, named);
    const days = { ...span, zone: zone ?? box.zone ?? 'UTC' };
    const tell = ({ sentence }: MailRunView): void => {
      if (!isJson) context.say(sentence);
    };
    if (!isJson) context.say(`${box.account}, ${days.from} to ${days.to} (${days.zone})`);
    const end = await backSyncMail(ports, caller, box.id, { ...wish, days }, { ...context, tell });
    context.say(isJson ? JSON.stringify(end, null, 2) : endLine(end));
    return end.state === 'failed' ? 2 : 0;
  },
});

function endLine({ state, startedAt }: MailRunView): string {
  if (state === 'counted') return 'Nothing was begun.';
  if (state === 'running') return 'It goes on by itself: the page of the mailbox shows how far it is.';
  if (state === 'stopped' && startedAt === undefined) return 'Nothing was begun.';
  return state === 'done' ? 'Done.' : 'It came to an end before all was looked through.';
}
