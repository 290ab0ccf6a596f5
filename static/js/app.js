// Small comforts; every page works without them. No inline code anywhere (strict policy).
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const remember = (name, value) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  };

  // Light, dark, as the machine says: one button goes round.
  const themes = ["", "light", "dark"];
  const setTheme = (button, theme) => {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    const name = button.dataset[theme || "auto"];
    button.querySelector("[data-theme-name]").textContent = name;
    document.dispatchEvent(new CustomEvent("cem:theme"));
  };
  const nextTheme = (button) => {
    const theme = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
    remember("theme", theme);
    setTheme(button, theme);
  };

  const copy = async (button) => {
    const label = button.querySelector("span") || button;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy || button.parentElement.querySelector("code").textContent);
    } catch {
      // Plain http knows no clipboard: mark the text so that a key press copies it.
      const text = button.parentElement.querySelector("code");
      if (text) getSelection().selectAllChildren(text);
      return;
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = before; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a");
    if (target?.dataset.opens) document.getElementById(target.dataset.opens)?.showModal();
    else if (target?.hasAttribute("data-copy")) copy(target);
    else if (target?.hasAttribute("data-theme-toggle")) nextTheme(target);
    else if (target?.hasAttribute("data-print")) print();
    // A small menu closes when the reader goes elsewhere.
    document.querySelectorAll("details.drop[open], details.switch[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.drop[open], details.switch[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector(".search input");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  // A form is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });

  // Wide contents are read to the end; a part loaded later says so to the reader's machine.
  document.addEventListener("htmx:responseError", (event) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice late";
    notice.setAttribute("role", "alert");
    notice.append(Object.assign(document.createElement("div"), { textContent: place.dataset.failed || event.detail.xhr.statusText }));
    place.append(notice);
  });

  // Where tabs are wider than a phone, the one that is open stands in view.
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
  });

  document.querySelector(".form-errors")?.focus();
})();
