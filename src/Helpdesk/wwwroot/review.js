// The review with the keyboard. Every step is one of the page's own forms, sent in the background; the next message is
// already here when the key is pressed. Without this script the same forms work with a page load each.

const desk = document.getElementById('desk');
const said = document.getElementById('said');
const trouble = document.getElementById('trouble');
const left = document.getElementById('left');
const empty = document.getElementById('empty');
const waiting = document.getElementById('waiting');
const keylist = document.getElementById('keylist');
const keysOn = document.getElementById('keyson');

const AHEAD = 2;             // messages held ready: one is shown at once while the other's answer is still on its way
const KEPT = 'helpdesk-kept'; // answers that a session's end held up, kept by this tab until somebody signs in again

const ready = [];   // sheets waiting, the next one first
const before = [];  // numbers of messages shown before, the latest last
const leaving = new Set(); // numbers whose answer is still on its way: the server may not know yet that they are done
let steps = Promise.resolve(); // steps are sent one after the other, in the order of the keys
let pending = 0;    // steps that will bring a sheet
let exhausted = false;

const current = () => desk.querySelector('article');
const numberOf = sheet => sheet?.dataset.message;
const held = () => [...new Set([numberOf(current()), ...ready.map(numberOf), ...leaving])].filter(Boolean);

function tell(sentence, isTrouble) {
  const place = isTrouble ? trouble : said;
  (isTrouble ? said : trouble).replaceChildren();
  const line = document.createElement('p');
  line.className = isTrouble ? 'error' : 'said';
  line.textContent = sentence;
  place.replaceChildren(line);
  return line;
}

function link(line, text, address) {
  const a = document.createElement('a');
  a.href = address;
  a.textContent = text;
  line.append(' ', a);
}

function show(sheet) {
  desk.replaceChildren(...(sheet ? [sheet] : []));
  waiting.hidden = Boolean(sheet) || !pending;
  empty.hidden = Boolean(sheet) || Boolean(pending);
  if (sheet) {
    sheet.querySelector('.subject').focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

/// Shows the next message; what was shown can be come back to.
function advance() {
  if (numberOf(current())) {
    before.push(numberOf(current()));
  }
  show(ready.shift() ?? null);
}

function add(sheet) {
  if (!sheet || held().includes(numberOf(sheet))) {
    return;
  }
  if (current()) {
    ready.push(sheet);
  } else {
    show(sheet);
  }
}

async function ask(address, body) {
  const answer = await fetch(address, { method: body ? 'POST' : 'GET', body, headers: { 'X-Fragment': '1' }, redirect: 'manual' });
  if (!answer.ok) {
    throw Object.assign(new Error('refused'), { status: answer.status });
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const root = page.querySelector('[data-outcome]');
  const sheet = root.querySelector('article'); // none behind the last message
  left.textContent = root.dataset.left;
  return {
    outcome: root.dataset.outcome,
    about: root.dataset.about,
    sentence: root.querySelector('p')?.textContent ?? '',
    sheet: sheet && document.adoptNode(sheet),
  };
}

/// Sends a step after those before it; `done` gets its outcome.
function send(address, body, done) {
  pending++;
  steps = steps.then(async () => {
    let result;
    try {
      const hold = held();
      if (body) {
        hold.forEach(number => body.append('held', number));
      } else if (!address.includes('message=')) {
        address += `?${hold.map(number => `held=${number}`).join('&')}`;
      }
      result = await ask(address, body);
    } catch (failure) {
      result = null;
      exhausted = true; // nothing more is asked for until the page is loaded anew
      fail(failure, address, body);
    }
    pending--;
    if (result) {
      done(result);
    }
    if (!current()) {
      show(null);
    }
  });
  return steps;
}

function fail(failure, address, body) {
  const isAnswer = address.includes('handler=Answer');
  if (isAnswer) {
    keep(body);
  }
  if (failure.status === 401) {
    link(tell(`Your session has ended. ${isAnswer ? 'Your answer is kept in this tab. ' : ''}Sign in and go on:`, true), 'Sign in', '/sign-in?returnUrl=/review');
  } else if (failure.status === 400) {
    link(tell(`This page is too old to be trusted. ${isAnswer ? 'Your answer is kept. ' : ''}Load it anew:`, true), 'Load again', '/review');
  } else if (failure.status === 403) {
    tell('Your role no longer allows corrections; nothing was written. Ask an administrator.', true);
  } else {
    link(tell(`The server did not answer. ${isAnswer ? 'Your answer is kept in this tab. ' : ''}Try again:`, true), 'Load again', '/review');
  }
}

function keep(body) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
  kept.push({ message: body.get('message'), seen: body.get('seen'), verdict: body.get('verdict') });
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function sendKept() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
  sessionStorage.removeItem(KEPT);
  for (const answer of kept) {
    const body = new FormData(current()?.querySelector('form.answer') ?? document.getElementById('undo'));
    for (const [name, value] of Object.entries(answer)) {
      body.set(name, value);
    }
    send('/review?handler=Answer', body, result => {
      tell(`Kept answer sent. ${result.sentence}`, ['overtaken', 'refused'].includes(result.outcome));
      if (numberOf(current()) === answer.message && ['written', 'repeated'].includes(result.outcome)) {
        advance();
      }
      add(result.sheet);
    });
  }
}

/// A form of the sheet: an answer or a skip moves on at once, a note stays.
function submit(form, button) {
  const body = new FormData(form, button);
  const address = button?.formAction && button.hasAttribute('formaction') ? button.formAction : form.action;
  if (form.classList.contains('leave')) {
    const number = numberOf(current());
    send(address, body, result => {
      tell(result.sentence, result.outcome === 'refused');
      if (result.sheet && numberOf(current()) === number) {
        show(result.sheet);
      }
    });
    return;
  }
  const number = numberOf(current());
  leaving.add(number);
  send(address, body, result => {
    leaving.delete(number);
    if (['overtaken', 'refused'].includes(result.outcome)) {
      link(tell(result.sentence, true), 'Show that message', `/review?message=${result.about}`);
    } else {
      tell(result.sentence, false);
    }
    add(result.sheet);
  });
  advance(); // after the sending, so that a desk without a next sheet knows that one may come
}

function undo() {
  send('/review?handler=Undo', new FormData(document.getElementById('undo')), result => {
    tell(result.sentence, result.outcome === 'refused');
    if (!result.sheet) {
      return;
    }
    const at = ready.findIndex(sheet => numberOf(sheet) === numberOf(result.sheet));
    if (at >= 0) {
      ready.splice(at, 1);
    }
    if (current() && numberOf(current()) !== numberOf(result.sheet)) {
      ready.unshift(current());
    }
    show(result.sheet);
  });
}

function back() {
  const number = before.pop();
  if (number) {
    send(`/review?message=${number}`, null, result => {
      if (current()) {
        ready.unshift(current());
      }
      show(result.sheet);
    });
  }
}

async function prefetch() {
  while (ready.length < AHEAD && !exhausted) {
    await send('/review', null, result => {
      exhausted = !result.sheet;
      add(result.sheet);
    });
  }
}

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.id === 'undo') {
    event.preventDefault();
    undo();
  } else if (form.closest('#desk')) {
    event.preventDefault();
    submit(form, event.submitter);
  }
});

document.addEventListener('keydown', event => {
  const target = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keylist.open) {
    return;
  }
  if (target.matches('input, textarea, select, [contenteditable]')) {
    if (event.key === 'Escape') {
      current()?.querySelector('.subject').focus();
    }
    return;
  }
  const key = event.key;
  if (!keysOn.checked && key !== '?') {
    return;
  }
  if (key === 'Enter' && target.matches('a, button, summary')) {
    return;
  }
  if (event.repeat && !['j', 'k'].includes(key)) {
    return;
  }
  const button = current()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const act = button ? () => submit(button.form, button)
    : key === 'u' ? undo
    : key === 'n' ? () => current()?.querySelector('textarea').focus()
    : key === 'j' ? () => { const put = current(); if (put && ready.length) { advance(); ready.push(put); } }
    : key === 'k' ? back
    : key === '/' ? () => location.assign('/messages?find=1')
    : key === '?' ? () => keylist.showModal()
    : null;
  if (act) {
    event.preventDefault();
    act();
  }
});

const keys = document.getElementById('keys');
keys.hidden = false;
keys.addEventListener('click', () => keylist.showModal());
keysOn.checked = localStorage.getItem('helpdesk-keys') !== 'off';
keysOn.addEventListener('change', () => localStorage.setItem('helpdesk-keys', keysOn.checked ? 'on' : 'off'));
current()?.querySelector('.subject').focus({ preventScroll: true });
sendKept();
prefetch();
