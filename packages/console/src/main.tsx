import '@mantine/core/styles.layer.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const place = document.getElementById('page');
if (!place) throw new Error('The page has no place to draw in.');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
