// What is offered while somebody types, where is the next match? Pages do without all of it.

const set = (element, attributes) => {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
};
const make = (name, attributes, ...inside) => {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...inside);
  return element;
};

const offer = (field) => {
  const label = field.dataset.offers;
  const list = make("ul", { class: "offers", id: "offers", role: "listbox", "aria-label": label, hidden: "" });
  const said = make("p", { class: "unseen", role: "status" });
  let at = -1, timer, asking = new AbortController();

  const choose = (place) => {
    at = place;
    [...list.children].forEach((option, each) => set(option, { "aria-selected": each === at }));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    set(field, { "aria-activedescendant": list.children[at].id });
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const show = (texts, notes, addresses) => {
    list.replaceChildren(...texts.map((text, each) => make(
      "li", { role: "option", id: `offer-${each}`, "data-to": addresses[each] },
      make("span", { dir: "auto" }, text), " ", make("small", {}, notes[each]))));
    list.hidden = !texts.length;
    set(field, { "aria-expanded": !list.hidden });
    choose(-1);
  };
  const stop = () => {
    clearTimeout(timer);
    asking.abort();
  };
  const close = () => {
    stop();
    show([]);
    said.textContent = "";
  };
  const ask = async () => {
    stop();
    if (!field.value.trim()) return close();
    const { signal } = asking = new AbortController();
    try {
      const answer = await fetch(`/suggest.json?${new URLSearchParams(new FormData(field.form))}`, { signal });
      const [, ...found] = answer.ok ? await answer.json() : [0, []];
      if (signal.aborted) return;
      show(...found);
      said.textContent = `${label}: ${found[0].length}`;
    } catch {
      if (!signal.aborted) close();
    }
  };
  const later = (event) => {
    stop();
    if (!event.isComposing) timer = setTimeout(ask, 120);
  };
  const go = (option) => {
    const to = new URL(option.dataset.to);
    close();
    location.assign(to.pathname + to.search);
  };

  field.type = "text";
  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "offers", "aria-expanded": false });
  field.form.append(list, said);
  field.oninput = later;
  field.addEventListener("compositionend", later);
  field.onblur = field.form.onsubmit = close;
  field.onkeydown = (event) => {
    const { key } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key], places = list.children.length + 1;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (step && list.hidden) ask();
    else if (step) choose((at + 1 + step + places) % places - 1);
    else if (key === "Enter" && at >= 0) go(list.children[at]);
    else if (key === "Escape" && !list.hidden) close();
    else return void (/^(Home|End|Arrow)/.test(key) && choose(-1));
    event.preventDefault();
  };
  list.onmousedown = (event) => event.preventDefault();
  list.onclick = ({ target }) => target.closest("li") && go(target.closest("li"));
};

const step = (link) => {
  const marks = document.querySelectorAll("mark[id]");
  let at = -1;
  const place = make("span", { class: "num" }, marks.length);
  const button = make("button", { class: "onward" }, link.dataset.next, " ", place);
  link.onclick = button.onclick = (event) => {
    event.preventDefault();
    at = (at + 1) % marks.length;
    place.textContent = `${at + 1}/${marks.length}`;
    location.replace(`#${marks[at].id}`);
    button.focus({ preventScroll: true });
  };
  if (marks.length) document.querySelector("main").append(button);
};

const undo = (said) => {
  const { origin, pathname, search } = new URL(document.referrer || location);
  const left = location.hash === "#said" && search !== location.search;
  if (left && origin + pathname === `${location.origin}/search`)
    said.append(make("a", { class: "undo", href: `/search${search}#said` }, said.dataset.undo));
};

const paper = (row) => {
  row.append(make("button", {}, row.dataset.print));
  row.lastChild.onclick = () => print();
};

const act = { "input[data-offers]": offer, "a[data-next]": step, "[data-undo]": undo, "[data-print]": paper };
for (const each in act) document.querySelectorAll(each).forEach(act[each]);
