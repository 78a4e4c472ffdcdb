// The page is whole without this script: it only adds what HTML and CSS cannot
// do. A finder in each authority's part, a chooser and sorting in the
// overview, the title and the focus of the part shown, and the opening of what
// a link leads into. Trusted Types forbid making HTML of strings, so
// everything is made of nodes and text.
'use strict';
(() => {
  // In milliseconds: a search waits for a pause in typing, what it found is
  // read out after a longer one, and marked for so long at a time.
  const PAUSE = 120;
  const HUSH = 700;
  const SLICE = 12;

  // The selects of the finder, and of the chooser, by name.
  const FINDER = ['inspection', 'area', 'theme', 'says', 'kind'];
  const CHOOSER = ['region', 'grade', 'change'];

  const collator = new Intl.Collator('en-GB', { numeric: true });
  const figures = new Intl.NumberFormat('en-GB');
  const baseTitle = document.title;

  // ---- Words of people and of searches

  function counted(number, one, many) {
    return `${figures.format(number)} ${number === 1 ? one : many}`;
  }

  // plain makes writings of the same words alike, character for character, so
  // that a place in the result is the same place in the text: a capital with a
  // longer small form (İ) stays as it is.
  function plain(text) {
    const low = text.toLowerCase();
    return (low.length === text.length ? low : text.replace(/[^İ]+/g, (c) => c.toLowerCase()))
      .replace(/[‘’‚‛′´`]/g, "'")
      .replace(/[“”„‟″«»]/g, '"')
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(/\s/g, ' ');
  }

  // termsOf reads a search: words, and phrases in quotes of either sort. A double
  // quote still open is a phrase still being typed.
  function termsOf(search) {
    const terms = new Set();
    const parts = plain(search).matchAll(/"([^"]*)"?|'((?:[^']|\w'\w)+)'(?!\S)|([^\s"]+)/g);
    for (const [, double, single, word] of parts) {
      const term = (double ?? single ?? word).trim().replace(/ +/g, ' ');
      if (term) terms.add(term);
    }
    return [...terms];
  }

  // nameWords gives the words of a name as they are compared: without case,
  // accents and punctuation.
  function nameWords(name) {
    const bare = name.normalize('NFD').replace(/[\p{M}'‘’]/gu, '').replace(/&/g, ' and ');
    return bare.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  // ---- Small things of the document

  function hide(element, hidden) {
    if (element.hidden !== hidden) element.hidden = hidden;
  }

  // chosen lists the selects that narrow the choice, with what they ask for.
  function chosen(form, fields) {
    return fields.map((field) => [field, form.elements[field]?.value]).filter(([, value]) => value);
  }

  function cloneForm(id) {
    const form = document.getElementById(id)?.content?.querySelector('form');
    return form ? document.importNode(form, true) : null;
  }

  // offerOnly removes the options that nothing on the page would answer.
  function offerOnly(select, present) {
    for (const option of [...(select?.options ?? [])]) {
      if (option.value && !present.has(option.value)) option.remove();
    }
  }

  // say changes a status only if it has something new to say, and while somebody
  // types not at once: every change is read out. Paper says what was asked too.
  const saying = new WeakMap(); // of a form: what waits to be said
  function say(form, text, typing) {
    const status = form.querySelector('.count');
    clearTimeout(saying.get(form));
    if (!status) return;
    status.dataset.asked = askedOf(form);
    if (!status.dataset.asked) delete status.dataset.asked;
    if (status.textContent === text) return;
    saying.set(form, setTimeout(() => { status.textContent = text; }, typing ? HUSH : 0));
  }

  // askedOf gives in words what a form asks for.
  function askedOf(form) {
    const asked = [...form.querySelectorAll('select')].filter((select) => select.value).map((select) => select.selectedOptions[0].text);
    const search = form.elements.q?.value.trim();
    return (search ? [`“${search}”`, ...asked] : asked).join(', ');
  }

  // listen calls apply when the form's controls change, and tells it whether
  // somebody is typing, which alone is waited for.
  function listen(form, apply) {
    let timer = 0;
    const now = () => { clearTimeout(timer); apply(false); };
    const later = () => { clearTimeout(timer); timer = setTimeout(apply, PAUSE, true); };
    const clear = () => {
      for (const field of form.querySelectorAll('input, select')) field.value = '';
      now();
    };
    form.addEventListener('input', later);
    form.addEventListener('change', now);
    form.addEventListener('submit', (event) => { event.preventDefault(); now(); });
    form.addEventListener('reset', (event) => { event.preventDefault(); clear(); });
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing || event.target.type !== 'search') return;
      event.preventDefault();
      event.target.value = '';
      now();
    });
  }

  // ---- The finder of an authority's part

  const finders = new Map(); // of a part: the details that its filter opened

  function addFinder(part) {
    const place = part.querySelector('.inspections');
    if (!place || finders.has(part)) return;
    const form = cloneForm('finder');
    if (!form) return;
    const index = indexOf(place, form);
    if (!index.findings.length) return;
    fillFinder(form, index);
    listen(form, (typing) => applyFinder(form, index, typing));
    finders.set(part, index.opened);
    applyFinder(form, index, false);
    const heading = place.querySelector(':scope > h2');
    if (heading) heading.after(form); else place.prepend(form);
  }

  // indexOf lists the findings and what they stand in. Their texts are read
  // when something is searched for the first time.
  function indexOf(place, form) {
    const themes = new Map([...(form.elements.theme?.options ?? [])].map(({ text, value }) => [text, value]));
    const groups = new Map();
    for (const element of place.querySelectorAll('.inspection, details.all, .sec')) {
      groups.set(element, { element, left: 0 });
    }
    const findings = [];
    for (const item of place.querySelectorAll('.findings > li')) {
      findings.push({
        item,
        words: item.querySelector('p') ?? item,
        text: null,
        marks: '',
        unmarked: [],
        codes: codesOf(item, form, themes),
        groups: groupsOf(item, place, groups),
      });
    }
    return { findings, groups: [...groups.values()], opened: new Set(), marking: 0 };
  }

  // codesOf gives the codes of a finding by field. What stands for having none
  // is the select's to say, or a dash.
  function codesOf(item, form, themes) {
    const section = item.closest('.sec');
    const codes = {
      inspection: [item.closest('.inspection')?.id ?? ''],
      area: [...(item.dataset.a ?? section?.dataset.a ?? '')],
      theme: themesOf(item, themes),
      says: [...item.classList].filter((name) => name.length === 1),
      kind: [...(item.dataset.k ?? section?.dataset.k ?? '')],
    };
    for (const field of FINDER) {
      if (!codes[field].length) codes[field].push(form.elements[field]?.dataset.absent ?? '-');
    }
    return codes;
  }

  // themesOf gives the codes of the themes that the line below a finding ends in.
  function themesOf(item, themes) {
    const titles = item.querySelectorAll('p')[1]?.textContent.split(' · ').at(-1) ?? '';
    return titles.split(',').map((title) => themes.get(title.trim())).filter(Boolean);
  }

  function groupsOf(item, place, groups) {
    const around = [];
    for (let element = item; element !== place; element = element.parentElement) {
      if (groups.has(element)) around.push(groups.get(element));
    }
    return around;
  }

  function fillFinder(form, index) {
    const select = form.elements.inspection;
    for (const { element } of index.groups) {
      if (select && element.matches('.inspection')) {
        const name = element.dataset.name ?? element.querySelector('h3')?.textContent.trim();
        select.append(new Option(name || element.id, element.id));
      }
    }
    for (const field of FINDER) {
      offerOnly(form.elements[field], new Set(index.findings.flatMap((finding) => finding.codes[field])));
    }
  }

  function applyFinder(form, index, typing) {
    const fields = chosen(form, FINDER);
    const terms = termsOf(form.elements.q?.value ?? '');
    const filtered = fields.length + terms.length > 0;
    for (const group of index.groups) group.left = 0;
    let found = 0;
    for (const finding of index.findings) {
      const fits = matches(finding, fields, terms);
      hide(finding.item, !fits);
      if (!fits) continue;
      found++;
      for (const group of finding.groups) group.left++;
    }
    showGroups(index, filtered);
    markAll(index, terms);
    // For the style: what is printed under a filter must not pass for all.
    form.toggleAttribute('data-on', filtered);
    say(form, foundWords(index, found, filtered), typing);
  }

  function matches(finding, fields, terms) {
    if (!fields.every(([field, value]) => finding.codes[field].includes(value))) return false;
    if (!terms.length) return true;
    finding.text ??= plain(finding.words.textContent);
    return terms.every((term) => finding.text.includes(term));
  }

  // showGroups hides what has no finding left and opens what has some. Without
  // a filter what it opened closes, and what the reader opened stays.
  function showGroups({ groups, opened }, filtered) {
    for (const { element, left } of groups) {
      hide(element, filtered && !left);
      if (element.localName !== 'details') continue;
      if (filtered && left && !element.open) {
        element.open = true;
        opened.add(element);
      }
      if (!filtered && opened.delete(element)) element.open = false;
    }
  }

  function foundWords({ findings, groups }, found, filtered) {
    const inspections = groups.filter(({ element }) => element.matches('.inspection'));
    const all = counted(findings.length, 'finding', 'findings');
    const among = counted(inspections.length, 'inspection', 'inspections');
    if (!filtered) return `${all}, in ${among}`;
    if (!found) return 'No finding matches. Try fewer or shorter words, or clear the filter.';
    const left = inspections.filter((group) => group.left).length;
    return `${figures.format(found)} of ${all}, in ${figures.format(left)} of ${among}`;
  }

  // ---- Marks of what was searched for

  // markAll marks what is seen, from the top. A letter may have thousands of
  // marks: what takes longer goes on once the next key could be taken.
  function markAll(index, terms) {
    clearTimeout(index.marking);
    const start = performance.now();
    const marks = terms.join('\n');
    for (const finding of index.findings) {
      const wanted = finding.item.hidden ? '' : marks;
      if (finding.marks === wanted) continue;
      if (performance.now() - start > SLICE) {
        index.marking = setTimeout(markAll, 0, index, terms);
        return;
      }
      markFinding(finding, wanted, terms);
    }
  }

  // markFinding puts the nodes without marks back as they were, and wraps the
  // terms in a copy of them.
  function markFinding(finding, marks, terms) {
    if (finding.marks) finding.words.replaceChildren(...finding.unmarked);
    finding.marks = marks;
    if (!marks) return;
    const copy = finding.words.cloneNode(true);
    markSpans(copy, spansOf(finding.text, terms));
    finding.unmarked = [...finding.words.childNodes];
    finding.words.replaceChildren(...copy.childNodes);
  }

  // spansOf gives where the terms stand in the text: in order, none overlapping.
  function spansOf(text, terms) {
    const spans = [];
    for (const term of terms) {
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
        spans.push([at, at + term.length]);
      }
    }
    const joined = [];
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end]);
    }
    return joined;
  }

  // markSpans goes backwards through each text, so that the places before stay.
  function markSpans(element, spans) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    let offset = 0;
    for (const text of texts) {
      const { length } = text;
      for (const [start, end] of spans.toReversed()) {
        markText(text, Math.max(start - offset, 0), Math.min(end - offset, length));
      }
      offset += length;
    }
  }

  function markText(text, start, end) {
    if (start >= end) return;
    const marked = text.splitText(start);
    marked.splitText(end - start);
    const mark = document.createElement('mark');
    marked.replaceWith(mark);
    mark.append(marked);
  }

  // ---- The chooser and the sorting of the overview's table

  function addChooser(table) {
    const template = document.getElementById('chooser');
    const form = cloneForm('chooser');
    if (!form) return;
    const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => {
      const name = row.querySelector('th a') ?? row.cells[0];
      return { row, name: nameWords(name?.textContent ?? '').join(' ') };
    });
    for (const field of CHOOSER) {
      offerOnly(form.elements[field], new Set(rows.map(({ row }) => row.dataset[field])));
    }
    listen(form, (typing) => applyChooser(form, rows, typing));
    applyChooser(form, rows, false);
    template.after(form);
  }

  function applyChooser(form, rows, typing) {
    const words = nameWords(form.elements.q?.value ?? '');
    const fields = chosen(form, CHOOSER);
    let found = 0;
    for (const { row, name } of rows) {
      const fits = words.every((word) => name.includes(word))
        && fields.every(([field, value]) => row.dataset[field] === value);
      hide(row, !fits);
      if (fits) found++;
    }
    const all = counted(rows.length, 'authority', 'authorities');
    form.toggleAttribute('data-on', found < rows.length);
    say(form, chosenWords(found, rows.length, all), typing);
  }

  function chosenWords(found, rows, all) {
    if (found === rows) return all;
    if (found) return `${figures.format(found)} of ${all}`;
    return 'No authority matches. Check the spelling, or clear the filter.';
  }

  function addSorting(table) {
    for (const heading of table.querySelectorAll('thead th[scope="col"]')) {
      if (!heading.textContent.trim()) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => sortBy(table, heading));
    }
  }

  function sortBy(table, heading) {
    const down = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of table.querySelectorAll('thead th[aria-sort]')) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    for (const body of table.tBodies) body.append(...sorted([...body.rows], heading.cellIndex, down));
  }

  // sorted orders rows by a column; equals keep their order, and what is
  // missing comes last either way.
  function sorted(rows, column, down) {
    const keyed = rows.map((row) => ({ row, key: keyOf(row.cells[column]) }));
    const present = keyed.filter(({ key }) => key !== '');
    const missing = keyed.filter(({ key }) => key === '');
    const compare = present.every(({ key }) => Number.isFinite(numberOf(key)))
      ? (a, b) => numberOf(a.key) - numberOf(b.key)
      : (a, b) => collator.compare(a.key, b.key);
    present.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
    return [...present, ...missing].map(({ row }) => row);
  }

  function numberOf(key) {
    return Number(key.replace(/,/g, ''));
  }

  // A lone dash is how a table shows that there is nothing.
  function keyOf(cell) {
    const key = cell?.dataset.s ?? cell?.textContent ?? '';
    return key.trim().replace(/^[-–—]$/, '');
  }

  // ---- The part shown, and what a link leads to

  let shown = null; // the part seen
  let followed = null; // the link being followed, until the page has moved
  const leftBy = new Map(); // of an address: the link by which the reader left it

  // follow takes note of a link within the page before the browser moves. A
  // link to where the page is already moves nothing, but may have to open it.
  function follow(event) {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    followed = link;
    leftBy.set(location.hash, link);
    history.replaceState({ y: scrollY }, ''); // the browser restores it before the part is there
    if (link.getAttribute('href') === location.hash) arrive();
  }

  // arrive follows the address: after a link, and also after going back, when
  // the place on the page is the browser's to restore.
  function arrive() {
    const target = targetOf(location.hash);
    const part = target?.closest('.part') ?? document.querySelector('.part');
    const link = followed;
    followed = null;
    if (!part) return;
    const returned = !link && shown;
    show(part);
    const inside = target && target !== part;
    if (inside) reveal(target, part, link);
    if (link) focusOn(inside ? target : part.querySelector('h1'));
    if (!returned) return;
    focusOn(leftBy.get(location.hash) ?? (inside ? target : part.querySelector('h1')));
    if (history.state) scrollTo(0, history.state.y);
  }

  function targetOf(hash) {
    const id = hash.slice(1);
    try {
      return document.getElementById(id) ?? document.getElementById(decodeURIComponent(id));
    } catch { // a stray per cent sign
      return null;
    }
  }

  function show(part) {
    shown = part;
    rest(part);
    if (part.matches('.authority')) addFinder(part);
    const name = part.querySelector('h1')?.textContent.trim().replace(/\s+/g, ' ');
    const one = part.matches('.many .authority') && name;
    document.title = one ? `${name} – ${baseTitle}` : baseTitle;
  }

  // rest takes out of the way of the keyboard what has nothing to scroll.
  function rest(part) {
    for (const box of part?.querySelectorAll('.scroll') ?? []) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  }

  // reveal shows a target that a filter or a closed <details> hides.
  function reveal(target, part, link) {
    let moved = Boolean(link);
    for (let at = target; at !== part; at = at.parentElement) hide(at, false);
    for (let at = target.closest('details'); at; at = at.parentElement.closest('details')) {
      finders.get(part)?.delete(at); // from here on it is the reader's
      moved ||= !at.open;
      at.open = true;
    }
    if (moved) target.scrollIntoView();
  }

  // focusOn takes readers with a keyboard or a screen reader along.
  function focusOn(element) {
    if (!element) return;
    if (element.tabIndex < 0) element.setAttribute('tabindex', '-1');
    element.focus({ preventScroll: true });
  }

  // ---- Start

  const table = document.querySelector('table.authorities');
  if (table) {
    addSorting(table);
    addChooser(table);
  }
  document.addEventListener('click', follow);
  window.addEventListener('hashchange', arrive);
  window.addEventListener('resize', () => rest(shown));
  document.addEventListener('toggle', () => rest(shown), true);
  arrive();
})();
