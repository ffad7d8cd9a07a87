import { Stack } from '@mantine/core';
import { navigate, useAddressWords } from '../routing/location.ts';
import { watchesPath } from '../routing/routes.ts';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { MatterFilterForm } from './matter-filter-form.tsx';
import { MatterList } from './matter-list.tsx';
import { addressOfMatters, readMatterQuery } from './matter-query.ts';

/** The member's matters in Clio, to be picked and imported. Asking Clio costs of what it allows a minute, so only a person's click asks. */
export function MattersPage() {
  const query = readMatterQuery(useAddressWords());
  const address = addressOfMatters(query);
  return (
    <Stack gap="xl">
      <PageHeading title="Import matters from Clio">
        Pick the matters that you want to watch. Each becomes a watch with the name of its client, the case number and
        what else Clio has. Nothing is written to Clio, and matters that come later are never imported by themselves.
      </PageHeading>
      <Card>
        <MatterFilterForm key={address} query={query} onSearch={(filters) => navigate(addressOfMatters(filters))} />
      </Card>
      <MatterList address={address} query={query} />
      <BackLink path={watchesPath} label="All watches" />
    </Stack>
  );
}
