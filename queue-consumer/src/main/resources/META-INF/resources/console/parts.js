// Pieces that several pages show.
import {html, nothing} from './lit.js';
import {carryOut, preview} from './api.js';

const MONTH_MILLIS = 30 * 86_400_000;
const NUMBERS = new Intl.NumberFormat('en');
const UNITS = [['d', 86_400], ['h', 3_600], ['m', 60], ['s', 1]];

export const number = (n) => (n === null || n === undefined ? '–' : NUMBERS.format(n));

/** "3m" for 200,000 ms. */
export function span(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const [unit, size] = UNITS.find(([, s]) => seconds >= s) ?? UNITS[3];
  return `${Math.floor(seconds / size)}${unit}`;
}

/** How long ago, with the moment itself on hover; the day where that says more. */
export const ago = (instant) => {
  if (!instant) return '–';
  const age = Date.now() - Date.parse(instant);
  return html`<time datetime=${instant} title=${instant}>${age < MONTH_MILLIS ? `${span(age)} ago` : instant.slice(0, 10)}</time>`;
};

export const until = (instant) =>
  instant ? html`<time datetime=${instant} title=${instant}>in ${span(Date.parse(instant) - Date.now())}</time>` : 'when a person resumes it';

const GOOD = new Set(['active', 'processed', 'open', 'running']);
const BAD = new Set(['auth_failed', 'dead', 'unreadable']);

export const chip = (word) =>
  html`<span class="chip ${GOOD.has(word) ? 'good' : BAD.has(word) ? 'bad' : 'fair'}">${word.replaceAll('_', ' ')}</span>`;

/** A figure with its name; `tone` colours it when it is not 0. */
export const tile = (name, value, {tone = '', href} = {}) => {
  const inner = html`<dd>${typeof value === 'number' ? number(value) : value}</dd><dt>${name}</dt>`;
  const tones = value === 0 ? '' : tone;
  return href ? html`<a class="tile ${tones}" href=${href}><dl>${inner}</dl></a>` : html`<div class="tile ${tones}"><dl>${inner}</dl></div>`;
};

/** Columns are [heading, row => cell]; on a narrow screen each row becomes a card with the headings beside its cells. */
export const table = (columns, rows, empty) =>
  rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<table>
        <thead><tr>${columns.map(([heading]) => html`<th scope="col">${heading}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${columns.map(([heading, cell]) => html`<td data-heading=${heading}><div>${cell(row)}</div></td>`)}</tr>`)}</tbody>
      </table>`;

export const facts = (pairs) =>
  html`<dl class="facts">${pairs.filter(([, v]) => v !== '' && v !== null && v !== undefined && v !== nothing)
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

export const person = (p) => p?.name ? html`${p.name} <span class="quiet">${p.address}</span>` : (p?.address || 'unknown');

/** Asks the API what the change would do, shows its answer, and does it when the person agrees. */
export const button = (label, change, done, danger = false) => html`
  <button class=${danger ? 'danger' : ''} @click=${async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    try {
      const {message} = await preview(change);
      if (await agreed(label, message)) {
        await done((await carryOut(change)).message);
      }
    } catch (refusal) {
      await done(refusal.message);
    } finally {
      pressed.disabled = false;
    }
  }}>${label}</button>`;

function agreed(label, message) {
  const dialog = document.createElement('dialog');
  const text = Object.assign(document.createElement('p'), {textContent: message.startsWith('would') ? `This ${message}.` : message});
  const yes = Object.assign(document.createElement('button'), {textContent: label, value: 'yes'});
  const no = Object.assign(document.createElement('button'), {textContent: 'Cancel', value: 'no', className: 'plain'});
  const form = Object.assign(document.createElement('form'), {method: 'dialog'});
  form.append(text, no, yes);
  dialog.append(form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.showModal();
  });
}
