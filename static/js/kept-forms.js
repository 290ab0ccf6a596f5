// A form that was sent but not stored, because nobody was signed in any more, comes back: its fields wait in this tab only, for the
// person who filled them in, twelve hours at most; never passwords, never files. Signing out erases them.
(() => {
  "use strict";
  const NAME = "cem-form";
  const LONGEST = 12 * 3600 * 1000;
  const TOKEN = "csrfmiddlewaretoken";
  const WRITTEN = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
  const member = document.documentElement.dataset.member || "";
  const here = location.pathname + location.search;

  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(NAME)); } catch { return null; }
  };
  const keep = (form) => {
    try { sessionStorage.setItem(NAME, JSON.stringify(form)); } catch { forget(); }
  };
  const forget = () => {
    try { sessionStorage.removeItem(NAME); } catch { /* a browser that keeps nothing has nothing to forget */ }
  };

  const fieldsOf = (form, submitter) => {
    const secret = new Set([TOKEN, ...[...form.querySelectorAll("input[type=password]")].map((box) => box.name)]);
    return [...new FormData(form, submitter)].filter(([name, value]) => typeof value === "string" && !secret.has(name));
  };

  const byName = (fields) => {
    const found = new Map();
    for (const [name, value] of fields) found.set(name, [...(found.get(name) || []), value]);
    return found;
  };

  // Boxes and lists hold all values of their name, other controls one after the other.
  const fillIn = (form, fields) => {
    const all = byName(fields);
    const left = byName(fields);
    for (const control of form.elements) {
      // What counts the rows of a form tells of those that stand there now.
      if (!control.name || control.name === TOKEN || /_FORMS$/.test(control.name) || /^(file|password|submit|button)$/.test(control.type)) continue;
      const values = all.get(control.name) || [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
      else if (left.get(control.name)?.length) control.value = left.get(control.name).shift();
      else continue;
      for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    const names = new Set([...form.elements].map((control) => control.name));
    return fields.filter(([name, value]) => !names.has(name) && /\s/.test(value.trim())).map(([, value]) => value);
  };

  const restore = (found) => {
    const names = new Set(found.fields.map(([name]) => name));
    const known = (form) => [...form.elements].filter((control) => names.has(control.name)).length;
    const form = [...document.forms].filter((one) => one.method === "post").sort((a, b) => known(b) - known(a))[0];
    if (!form || !known(form)) return;
    const notice = document.getElementById("kept-form").content.cloneNode(true).firstElementChild;
    const homeless = fillIn(form, found.fields);
    const place = notice.querySelector("[data-homeless]");
    place.hidden = !homeless.length;
    for (const text of homeless) place.append(Object.assign(document.createElement("p"), { textContent: text }));
    notice.setAttribute("role", "status");
    notice.tabIndex = -1;
    form.before(notice);
    notice.focus();
    forget();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out], #sign-out, [data-not-stored] form")) forget();
    else if (!event.defaultPrevented && member && form.method === "post" && !form.hasAttribute("hx-post") && form.querySelector(WRITTEN))
      keep({ member, page: here, at: Date.now(), fields: fieldsOf(form, event.submitter), refused: false });
  });

  const found = kept();
  if (!found) return;
  if (Date.now() - found.at > LONGEST) forget();
  else if (!member) {
    if (!document.querySelector("[data-not-stored]")) return;
    keep({ ...found, refused: true });
    document.querySelectorAll("[data-waits]").forEach((words) => { words.hidden = false; });
  } else if (found.member !== member || !found.refused) forget();
  else if (found.page === here) restore(found);
})();
