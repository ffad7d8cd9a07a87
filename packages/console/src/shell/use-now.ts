import { useEffect, useState } from 'react';
import { serverNow } from '../api/server-clock.ts';

/** The time by the server's clock, told again every second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
