import type { WatchingView } from '@concord/core';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useReadChoices, useSaveWatchSettings } from '../api/watching.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { SaveState } from './draft-state.tsx';
import fieldStyles from './watch-fields.module.css';
import rowStyles from './watch-rows.module.css';
import { optionsOf } from './watch-words.ts';

type Area = WatchingView['caseTypes'][number];

/** What each of Clio's practice areas is called here. */
export function CaseTypes({ rows }: { readonly rows: readonly Area[] }) {
  const { read, waitsFor } = useReadChoices();
  return (
    <Card
      title="Case types"
      flush
      aside={
        <ActionButton size="xs" variant="default" isBusy={read.isPending} onClick={() => read.mutate()}>
          Read practice areas from Clio
        </ActionButton>
      }
    >
      <p className={rowStyles.note}>
        A practice area in Clio becomes this case type in your watches. What you change here reaches a watch with its
        next refresh, as if Clio had changed it.
      </p>
      {read.isPending && <p className={rowStyles.asking}>{waitsFor || 'Asking Clio.'}</p>}
      {read.error && (
        <div className={rowStyles.failure}>
          <Failure error={read.error} onRetry={() => read.mutate()} />
        </div>
      )}
      {rows.length === 0 && (
        <Nothing title="No practice areas yet" text="Have them read from Clio, or look at your matters once." />
      )}
      <ul className={rowStyles.list}>
        {rows.map((area) => (
          <CaseType key={area.practiceArea} area={area} />
        ))}
      </ul>
    </Card>
  );
}

const ways = { own: 'Its own name', other: 'Another name', none: 'No case type' } as const;
type Way = keyof typeof ways;

const wayOf = ({ caseType }: Area): Way => (caseType === undefined ? 'own' : caseType === '' ? 'none' : 'other');

function CaseType({ area }: { readonly area: Area }) {
  const { practiceArea, name, caseType = '' } = area;
  const saving = useSaveWatchSettings();
  const [way, setWay] = useState<Way>(wayOf(area));
  const [text, setText] = useState(caseType);
  const save = (next: string | null): void =>
    saving.mutate(
      { caseTypes: { [practiceArea]: next } },
      { onSuccess: () => announce(`Case type of ${name} saved.`), onError: () => setWay(wayOf(area)) },
    );
  const choose = (next: Way): void => {
    setWay(next);
    if (next === 'own') save(null);
    else if (next === 'none') save('');
    else if (text.trim() !== '') save(text.trim());
  };
  const commit = (): void => {
    if (text.trim() !== '' && text.trim() !== caseType) save(text.trim());
  };
  return (
    <li className={fieldStyles.caseType}>
      <span className={rowStyles.title}>
        <bdi>{name}</bdi>
      </span>
      <NativeSelect
        aria-label={`Case type of ${name}`}
        value={way}
        onChange={(event) => choose(event.currentTarget.value as Way)}
        data={optionsOf(ways)}
      />
      {way === 'other' && (
        <TextInput
          aria-label={`Name of the case type of ${name}`}
          placeholder="For example: Probate"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
      )}
      <SaveState isPending={saving.isPending} isSaved={saving.isSuccess} />
      {saving.error && <Failure error={saving.error} onRetry={() => choose(way)} />}
    </li>
  );
}
