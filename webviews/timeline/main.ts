// The timeline page: its table of contents.
import { connectPage, type Say } from '../page.js';
import type { TimelineTexts } from './texts.js';

const main = document.createElement('main');
const heading = document.createElement('h1');
const events = document.createElement('p');
main.append(heading, events);
document.body.append(main);
let say: Say<TimelineTexts>;

connectPage<'timeline', TimelineTexts>({
  open(state, texts) {
    say = texts;
    heading.textContent = state.title;
  },
  update(update) {
    events.textContent = say('events', update.events);
  },
});
