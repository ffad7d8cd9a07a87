import type { ChoiceRequest, Group, GroupsView, SyncView } from '@concord/core';
import { NativeSelect } from '@mantine/core';
import { useEffect } from 'react';
import { useGroups } from '../api/groups.ts';
import { HelpLink } from '../help/help-link.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { type RadioChoice, RadioChoices } from '../shell/radio-choices.tsx';
import { useNow } from '../shell/use-now.ts';
import { itemWords } from '../words/items.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import own from './which-contacts.module.css';

type WhichContactsProps = {
  readonly sync: SyncView;
  readonly value: ChoiceRequest;
  readonly onChange: (value: ChoiceRequest) => void;
};

/** Everything, a part that Clio knows, or what has a label or category on the other side. */
export function WhichContacts({ sync, value, onChange }: WhichContactsProps) {
  const { list: groups, ask } = useGroups(sync.id);
  const { many } = itemWords[sync.itemType];
  const lists = withChosen(groups.data, sync);
  const [firstLabel] = lists.right;
  const failure = ask.error ?? groups.error;
  return (
    <div>
      <RadioChoices
        label={`Which ${many}`}
        description="The others stay as they are on both sides. The preview lists them as left out, and nothing is deleted because of this."
        choices={choicesIn(lists, sync)}
        value={keyOf(value)}
        onChange={(key) => onChange(choiceOf(key, firstLabel))}
        areWide
      />
      {keyOf(value) === labelled && value !== 'everything' && (
        <NativeSelect
          className={own.label ?? ''}
          label="Label or category"
          value={value.group}
          onChange={(event) => onChange({ side: 'right', group: event.currentTarget.value })}
          data={lists.right.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <ReadWhen sync={sync} groups={groups.data} isBusy={ask.isPending} onRead={() => ask.mutate()} />
      {failure && <Failure error={failure} />}
    </div>
  );
}

/** Everything stands first, then the parts that Clio knows. */
function choicesIn(lists: Pick<GroupsView, 'left' | 'right'>, sync: SyncView): readonly RadioChoice<string>[] {
  const { left, right, itemType } = sync;
  const all = `All ${itemWords[itemType].many} in ${left.label} and in ${right.label}.`;
  const parts = lists.left.map((group) => ({
    value: leftKey(group.id),
    label: sayOnly(group),
    text: sayNew(group, sync),
  }));
  const ofLabel = {
    value: labelled,
    label: `Only one label or category of ${right.label}`,
    text: `Who is added from ${left.label} gets it.`,
  };
  return [
    { value: everything, label: 'Everything', text: all },
    ...parts,
    ...(lists.right.length > 0 ? [ofLabel] : []),
  ];
}

const everything = 'everything';
const labelled = 'right';
const leftKey = (id: string): string => `left ${id}`;

const keyOf = (value: ChoiceRequest): string => {
  if (value === 'everything') return everything;
  return value.side === 'left' ? leftKey(value.group) : labelled;
};

function choiceOf(key: string, firstLabel: Group | undefined): ChoiceRequest {
  if (key === labelled && firstLabel) return { side: 'right', group: firstLabel.id };
  return key.startsWith(leftKey('')) ? { side: 'left', group: key.slice(leftKey('').length) } : everything;
}

const sayOnly = ({ name }: Group): string => `Only ${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;

const sayNew = ({ takesNew }: Group, { left, right }: SyncView): string =>
  takesNew
    ? `Who is added from ${right.label} becomes one of these.`
    : `Who is only in ${right.label} stays only there, until the same person is one of these in ${left.label}.`;

/** What was chosen before can be kept, though no list shows it just now. */
function withChosen(
  groups: GroupsView | undefined,
  { policy: { choice } }: SyncView,
): Pick<GroupsView, 'left' | 'right'> {
  const { left, right } = groups ?? { left: [], right: [] };
  if (choice === undefined) return { left, right };
  const { side, group } = choice;
  const list = { left, right }[side];
  return list.some(({ id }) => id === group.id) ? { left, right } : { left, right, [side]: [group, ...list] };
}

type ReadWhenProps = {
  readonly sync: SyncView;
  readonly groups: GroupsView | undefined;
  readonly isBusy: boolean;
  readonly onRead: () => void;
};

/** When the list was read, and a way to have it read again. */
function ReadWhen({ sync, groups, isBusy, onRead }: ReadWhenProps) {
  const now = useNow();
  const isReading = isBusy || groups?.isAsked === true;
  const said = sayRead(sync, groups, isReading, now);
  const isRead = groups?.readAt !== undefined && !isReading;
  useEffect(() => {
    if (isRead) announce('The list of what can be chosen is here.');
  }, [isRead]);
  return (
    <div className={own.read}>
      <span {...(groups?.readAt === undefined ? {} : { title: sayInstant(groups.readAt) })}>{said}</span>
      <ActionButton variant="default" size="xs" isBusy={isReading} onClick={onRead}>
        Refresh the list
      </ActionButton>
      <HelpLink topic="which-contacts" />
    </div>
  );
}

function sayRead({ left, right }: SyncView, groups: GroupsView | undefined, isReading: boolean, now: number): string {
  if (isReading) return `Asking ${left.label} and ${right.label} what can be chosen.`;
  if (groups?.failure !== undefined) return groups.failure;
  if (groups?.readAt === undefined) return 'Nobody has read yet what else can be chosen.';
  const none = groups.right.length === 0 ? ` ${right.label} has no labels or categories in use.` : '';
  return `This list was read ${sayAgo(now - groups.readAt)}.${none}`;
}
