import type { CalendarView, OfferView, SyncView } from '@concord/core';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { kindWords, manyOf } from './calendar-words.ts';
import styles from './calendars-page.module.css';
import { KeptWith } from './kept-with.tsx';
import { Unavailable } from './unavailable.tsx';
import type { Pairing, Partner } from './use-pairing.ts';

type ClioCalendarProps = {
  readonly calendar: CalendarView;
  /** The syncs that it is in. */
  readonly kept: readonly SyncView[];
  readonly others: readonly CalendarView[];
  readonly offer: OfferView;
  readonly pairing: Pairing;
};

/** A Clio calendar, and where its events belong: nowhere, in a calendar that is there, or in a new one. */
export function ClioCalendar(props: ClioCalendarProps) {
  const { calendar, kept } = props;
  const { name, kind, unavailable } = calendar;
  return (
    <li data-off={unavailable === undefined ? undefined : true}>
      <div>
        <h3 className={styles.name}>
          <bdi>{name}</bdi>
        </h3>
        {kindWords[kind] && <p className={styles.kind}>{kindWords[kind]}</p>}
        <KeptWith syncs={kept} side="right" />
      </div>
      {unavailable === undefined ? <PartnerChoice {...props} /> : <Unavailable reason={unavailable} />}
    </li>
  );
}

const none = 'none';
const anew = 'new';
const idKey = (id: string): string => `id ${id}`;

/** More are not taken. */
const longestName = 120;

function PartnerChoice({ calendar, kept, others, offer, pairing }: ClioCalendarProps) {
  const [key, setKey] = useState(none);
  const [newName, setNewName] = useState(calendar.name.slice(0, longestName));
  const [isNameless, setNameless] = useState(false);
  const isMine = pairing.variables?.left === calendar.id;
  const name = newName.trim();
  const setUp = (): void => {
    const partner: Partner = key === anew ? { name } : { id: key.slice(idKey('').length) };
    setNameless(key === anew && name === '');
    if (key !== anew || name !== '') pairing.mutate({ left: calendar.id, partner });
  };
  const label = kept.length === 0 ? 'Sync with' : 'Sync with one more';
  const free = others.filter(({ unavailable }) => unavailable === undefined);
  return (
    <form
      noValidate
      className={styles.choice}
      aria-label={calendar.name}
      onSubmit={(event) => {
        event.preventDefault();
        setUp();
      }}
    >
      <NativeSelect
        label={label}
        aria-label={`${label}: ${calendar.name}`}
        wrapperProps={{ 'data-whole': key === anew || undefined }}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        data={[
          { value: none, label: kept.length === 0 ? 'Not synced' : 'No other' },
          { group: `Your ${manyOf(offer)}`, items: free.map(({ id, name }) => ({ value: idKey(id), label: name })) },
          { value: anew, label: `A new ${offer.collection}` },
        ]}
      />
      {key !== anew && key !== none && <SetUp calendar={calendar} pairing={pairing} />}
      {key === anew && (
        <>
          <TextInput
            label="Name of the new calendar"
            value={newName}
            maxLength={longestName}
            error={isNameless && name === '' && 'Give it a name first.'}
            onChange={(event) => setNewName(event.currentTarget.value)}
          />
          <SetUp calendar={calendar} pairing={pairing} />
        </>
      )}
      {isMine && pairing.error && <Failure error={pairing.error} />}
    </form>
  );
}

function SetUp({ calendar, pairing }: Pick<ClioCalendarProps, 'calendar' | 'pairing'>) {
  const isMine = pairing.variables?.left === calendar.id;
  return (
    <ActionButton
      type="submit"
      isBusy={pairing.isPending && isMine}
      isBlocked={pairing.isPending && !isMine}
      aria-label={`Set up: ${calendar.name}`}
    >
      Set up
    </ActionButton>
  );
}
