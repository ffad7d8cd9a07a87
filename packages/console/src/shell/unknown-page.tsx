import { Button } from '@mantine/core';
import { linkTo } from '../routing/location.ts';
import { settingsPath } from '../routing/routes.ts';
import { PageHeading } from './page-heading.tsx';

export function UnknownPage() {
  return (
    <>
      <PageHeading title="There is nothing here">
        The address may be old or mistyped. Everything that Concord does for you starts from one page.
      </PageHeading>
      <Button component="a" mt="lg" {...linkTo(settingsPath)}>
        Go to Contact and Calendar Sync
      </Button>
    </>
  );
}
