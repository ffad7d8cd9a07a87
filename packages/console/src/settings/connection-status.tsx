import type { ConnectionView } from '@concord/core';
import { HelpLink } from '../help/help-link.tsx';
import { Since } from '../shell/since.tsx';
import { Authorized } from './authorized.tsx';
import { connectionLooks } from './connection-look.ts';
import rows from './rows.module.css';
import { useNews } from './use-news.ts';

/** What is happening to a connection, and since when. */
export function ConnectionStatus({ connection }: { readonly connection: ConnectionView }) {
  const { state, sentence, account, since } = connection;
  const news = useNews(connection);
  const { topic } = connectionLooks[state];
  if (state === 'active')
    return (
      <p className={rows.text}>
        <Authorized as={account} />
      </p>
    );
  return (
    <>
      {news && <p className={rows.approved}>{news}</p>}
      <p className={rows.text}>{sentence}</p>
      <p className={rows.small}>
        {since !== undefined && (
          <>
            <Since at={since} />
            {' · '}
          </>
        )}
        <HelpLink topic={topic} />
      </p>
    </>
  );
}
