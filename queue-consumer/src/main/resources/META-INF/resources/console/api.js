// The admin API, called with the token that this tab was given. The token lives in the tab's session and nowhere else.
const KEY = 'waybill.admin-token';

/** An answer that is no success; status 0: no answer at all. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const signedIn = () => sessionStorage.getItem(KEY) !== null;
export const signOut = () => sessionStorage.removeItem(KEY);

/** Keeps the token if the API takes it; throws a Refusal otherwise. */
export async function signIn(token) {
  await send('GET', '/v1/queue', undefined, token);
  sessionStorage.setItem(KEY, token);
}

export const get = async (path) => (await send('GET', path)).json();

/** What a change would do, said by the API itself. */
export const preview = (change) => call(change, true);
export const carryOut = (change) => call(change, false);

const call = async ({method = 'POST', path, body}, dryRun) =>
  (await send(method, `${path}?dryRun=${dryRun}`, body)).json();

/** Saves what the API gives under the name that it says. */
export async function download(path, name) {
  const url = URL.createObjectURL(await (await send('GET', path)).blob());
  const link = Object.assign(document.createElement('a'), {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function send(method, path, body, token = sessionStorage.getItem(KEY)) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {Authorization: `Bearer ${token}`, ...(body && {'Content-Type': 'application/json'})},
      body: body && JSON.stringify(body),
      cache: 'no-store',
    });
  } catch {
    throw new Refusal(0, 'queue-consumer does not answer. ./waybill status says whether it runs.');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refusal(response.status, problem.error ?? problem.message ?? `queue-consumer answered ${response.status}`);
}
