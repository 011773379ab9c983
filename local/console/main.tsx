import { render } from 'preact';
import { start } from './live';
import { App } from './views/app';

start();
render(<App />, document.getElementById('app')!);
