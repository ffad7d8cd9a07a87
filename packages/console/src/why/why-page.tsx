import type { WhyView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useWhy } from '../api/why.ts';
import { useAddressWord } from '../routing/location.ts';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { sayCount } from '../words/numbers.ts';
import styles from './why.module.css';
import { WhyAbsences } from './why-absences.tsx';
import { WhyForm } from './why-form.tsx';
import { WhyRecord } from './why-record.tsx';

/** Why is somebody as they are? A name, an address, a number or an id leads to every record, or to the reason that there is none. */
export function WhyPage() {
  const query = useAddressWord('about');
  const [isWatched, setWatched] = useState(false);
  const answer = useWhy(query, isWatched);
  return (
    <Stack gap="xl">
      <PageHeading title="Why?" tab={query === '' ? 'Why?' : `Why? ${query}`}>
        What Concord knows of a contact or an event, what it decided and why, what it waits for, and what would change
        that.
      </PageHeading>
      <Card>
        <WhyForm key={query} query={query} />
      </Card>
      {answer.isLoading && <PagePlaceholder />}
      {answer.error && <Failure error={answer.error} onRetry={() => answer.refetch()} />}
      {answer.data && <Answer view={answer.data} onLook={() => setWatched(true)} />}
      <BackLink />
    </Stack>
  );
}

function Answer({ view, onLook }: { readonly view: WhyView; readonly onLook: () => void }) {
  return (
    <>
      <p className={styles.found} role="status">
        {sayCount(view.records.length, 'record', 'records')} found
        {isAboutRecord(view) ? (
          '.'
        ) : (
          <>
            {' '}
            for {readAs[view.readAs]} <bdi>“{view.query}”</bdi>.
          </>
        )}
        {view.isPartial && ' There may be more: ask with an e-mail address or an id.'}
      </p>
      {view.records.map((record) => (
        <WhyRecord key={`${record.sync} ${record.mapping}`} query={view.query} record={record} onLook={onLook} />
      ))}
      {view.absences.length > 0 && <WhyAbsences absences={view.absences} />}
    </>
  );
}

/** A link led here: its id says nothing to people. */
const isAboutRecord = ({ query, records }: WhyView): boolean => records.some(({ mapping }) => mapping === query);

const readAs = {
  email: 'the e-mail address',
  phone: 'the phone number',
  name: 'the name',
  title: 'the title',
} as const satisfies Record<WhyView['readAs'], string>;
