import { Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useEngaged } from '../api/engagements.ts';
import { HelpLink } from '../help/help-link.tsx';
import { navigate, useAddressWord } from '../routing/location.ts';
import { engagementsPath } from '../routing/routes.ts';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { EngagedList } from './engaged-list.tsx';
import styles from './engagements.module.css';

/** Milliseconds without a key after which a search is asked. */
const pauseMs = 300;

/** The contacts with whom the firm has exchanged mail, those with the latest first. */
export function EngagedPage() {
  const search = useAddressWord('search');
  const [text, setText] = useState(search);
  useEffect(() => {
    if (text.trim() === search) return undefined;
    const timer = setTimeout(() => navigate(pathOf(text.trim()), { replace: true }), pauseMs);
    return () => clearTimeout(timer);
  }, [text, search]);
  return (
    <Stack gap="xl">
      <PageHeading title="Engagements">
        Mail between your firm and its contacts in Clio. Only what your firm’s mail settings let in is here; whole
        messages stay in the mailboxes.
      </PageHeading>
      <Card flush>
        <div className={styles.tools}>
          <TextInput
            type="search"
            label="Search contacts"
            placeholder="A name or an address"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <EngagedList search={search} onShowAll={() => setText('')} pages={useEngaged(search)} />
      </Card>
      <HelpLink topic="mail" />
    </Stack>
  );
}

const pathOf = (search: string): string =>
  search === '' ? engagementsPath : `${engagementsPath}?${new URLSearchParams({ search })}`;
