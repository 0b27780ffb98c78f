// The frame around the pages: sign-in, navigation, search, and what is read again by itself.
import {html, nothing, render} from './lit.js';
import {signedIn, signIn, signOut} from './api.js';
import {deadLetter, dlq} from './dlq.js';
import {mailbox, mailboxes} from './mailboxes.js';
import {overview} from './overview.js';
import {ticket, tickets} from './tickets.js';
import {trace} from './trace.js';

const REFRESH_MILLIS = 5_000;
const PAGES = {'': [overview], mailboxes: [mailboxes, mailbox], tickets: [tickets, ticket], dlq: [dlq, deadLetter], trace: [undefined, trace]};
const LINKS = [['', 'Overview'], ['mailboxes', 'Mailboxes'], ['tickets', 'Tickets'], ['dlq', 'Dead letters']];

const app = document.getElementById('app');
let said = '';
let drawn = 0;

const go = (to) => { location.hash = `#${to}`; };

/** Says what a change did, and shows the page as it is since. */
const say = async (message) => { said = message; await draw(); };

function address() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name = '', ...rest] = path.split('/');
  return {name, argument: decodeURIComponent(rest.join('/')), query: new URLSearchParams(query)};
}

async function draw() {
  const turn = ++drawn;
  if (!signedIn()) return render(signInPage(), app);
  const {name, argument, query} = address();
  const page = PAGES[name]?.[argument ? 1 : 0];
  let content;
  try {
    content = page
      ? await page({query, go, say}, argument)
      : html`<h1>No such page</h1><p><a href="#/">Overview</a></p>`;
  } catch (refusal) {
    if (refusal.status === 401 || refusal.status === 403) return leave(refusal.message);
    content = html`<h1>That did not work</h1><p class="banner">${refusal.message}</p>`;
  }
  if (turn === drawn) render(frame(name, content), app);
}

function leave(why) {
  signOut();
  render(signInPage(why), app);
}

const frame = (current, content) => html`
  <header class="top">
    <a class="brand" href="#/">Waybill</a>
    <nav>${LINKS.map(([name, label]) => html`<a href="#/${name}" aria-current=${name === current ? 'page' : nothing}>${label}</a>`)}</nav>
    <form class="search" @submit=${(e) => { e.preventDefault(); if (e.target.id.value.trim()) go(`/trace/${encodeURIComponent(e.target.id.value.trim())}`); }}>
      <input name="id" type="search" placeholder="Message-ID, pointer, ticket:1" aria-label="Trace a mail" autocomplete="off">
      <button>Trace</button>
    </form>
    <button class="plain" @click=${() => leave()}>Sign out</button>
  </header>
  <main>
    ${said ? html`<p class="said" role="status">${said}</p>` : nothing}
    ${content}
  </main>`;

const signInPage = (why) => html`
  <main class="sign-in">
    <h1>Waybill</h1>
    <p>Where every mail is. Sign in with the admin token; <code>./waybill up</code> says in which file it lies.</p>
    ${why ? html`<p class="banner" role="alert">${why}</p>` : nothing}
    <form @submit=${async (e) => {
      e.preventDefault();
      try {
        await signIn(e.target.token.value.trim());
        await draw();
      } catch (refusal) {
        render(signInPage(refusal.message), app);
      }
    }}>
      <input name="token" type="password" placeholder="Admin token" aria-label="Admin token" autocomplete="current-password" required>
      <button>Sign in</button>
    </form>
  </main>`;

addEventListener('hashchange', () => { said = ''; scrollTo(0, 0); void draw(); });
setInterval(() => {
  const {name, argument} = address();
  const page = PAGES[name]?.[argument ? 1 : 0];
  if (page?.refreshes && !document.hidden && signedIn() && !document.querySelector('dialog')) void draw();
}, REFRESH_MILLIS);
void draw();
